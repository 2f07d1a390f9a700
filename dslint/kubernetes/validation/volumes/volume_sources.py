"""The sources of volumes: one entry per kind.

Source: validateVolumeSource in pkg/apis/core/validation/validation.go. The fields of each kind are in
`tables.VOLUME_SOURCES`; what crosses fields is here and in the modules of the larger kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dslint.kubernetes.formats import names, quantity
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, too_long
from dslint.kubernetes.validation.tables import HOST_PATH_TYPE, SECRET_REFERENCE, VOLUME_SOURCES
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown
from dslint.kubernetes.validation.volumes.formats import steps_back
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem
from dslint.values.typed import Any, NamedTuple

Data = Mapping[str, Any]

RULE = "volume-source"
DRIVER_LIMIT = 63
SPELT_BY_SERVER = {"gcePersistentDisk": "persistentDisk"}
"""The server's name of a source in front of its fields, if it differs from the field."""


class Source(NamedTuple):
    """One kind of volume. `again` is the server's name for it as a second source."""

    again: str
    judge: Callable[[Data, FieldPath, Context], Iterator[Problem]] | None = None


def content_problems(name: str, content: Data, volume: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the source `name` of the volume at `volume`."""
    path = (*volume, name)
    fields = VOLUME_SOURCES.get(name)
    if fields is not None:
        server = (*volume, SPELT_BY_SERVER[name]) if name in SPELT_BY_SERVER else None
        yield from check_fields(content, fields, path, server=server)
    judge = SOURCES[name].judge
    if judge is not None:
        yield from judge(content, path, context)


def _empty_dir(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    limit = content.get("sizeLimit")
    if limit is not None and quantity.nanos(limit) < 0:
        yield forbidden(RULE, (*path, "sizeLimit"), f"`sizeLimit: {shown(limit)}` must not be negative")


def _host_path(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    written = content.get("path")
    if not written:
        yield missing(RULE, content, (*path, "path"), "path: /var/log, or another path on the node")
        return
    if steps_back(written):
        yield invalid(
            RULE,
            (*path, "path"),
            f"`path: {shown(written)}` must not contain '..'",
            write="the path without '..'",
        )
    yield from check_fields(content, HOST_PATH_TYPE, path)


def _keys(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    if content.get("items"):
        from dslint.kubernetes.validation.volumes.files import key_to_path_problems

        yield from key_to_path_problems(content["items"], (*path, "items"), context)


def _nfs(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    if not content.get("path"):
        yield invalid(RULE, (*path, "path"), "an NFS path must be absolute, beginning with '/'")


def _secret_reference(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    if "secretRef" in content:
        yield from check_fields(content["secretRef"], SECRET_REFERENCE, (*path, "secretRef"))


def _downward_api(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.volumes.files import downward_file_problems

    for index, file in enumerate(content.get("items") or ()):
        yield from downward_file_problems(file, (*path, "items", index), path, context)


def _csi(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    driver = content.get("driver", "")
    if not driver:
        yield missing(RULE, content, (*path, "driver"), "driver: the name of the CSI driver")
    if driver or not context.holds("an empty CSI driver is missing, and not invalid too"):
        fault = names.dns_subdomain(driver.lower())
        if fault:
            yield invalid(RULE, (*path, "driver"), f"`driver: {shown(driver)}` {fault}")
    if len(driver.encode()) > DRIVER_LIMIT:
        yield too_long(RULE, (*path, "driver"), f"`driver` is longer than {DRIVER_LIMIT} characters")
    if "nodePublishSecretRef" in content:
        yield from _csi_secret_problems(content["nodePublishSecretRef"], path)


def _csi_secret_problems(reference: Data, path: FieldPath) -> Iterator[Problem]:
    name, here = reference.get("name", ""), (*path, "nodePublishSecretRef", "name")
    if not name:
        yield missing(RULE, reference, here, "the name of the secret")
    elif fault := names.dns_subdomain(name):
        yield invalid(RULE, here, f"`name: {shown(name)}` {fault}", field=field_text((*path, "name")))


def _image(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    if content.get("reference") or context.allowed.empty_image_reference:
        return
    if context.holds("an image volume in a template needs a reference"):
        write = "reference: registry.example/data:1"
        yield missing(RULE, content, (*path, "reference"), write)


def _projected(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.volumes.projected import projected_problems

    return projected_problems(content, path, context)


def _claim_template(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.volumes.claims import claim_template_problems

    return claim_template_problems(content, path, context)


def _storage_system(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.volumes.storage_systems import JUDGES

    return JUDGES[str(path[-1])](content, path, context)


SOURCES: dict[str, Source] = {
    "emptyDir": Source("emptyDir", _empty_dir),
    "hostPath": Source("hostPath", _host_path),
    "gitRepo": Source("gitRepo"),
    "gcePersistentDisk": Source("gcePersistentDisk"),
    "awsElasticBlockStore": Source("awsElasticBlockStore"),
    "secret": Source("secret", _keys),
    "nfs": Source("nfs", _nfs),
    "iscsi": Source("iscsi", _storage_system),
    "glusterfs": Source("glusterfs"),
    "flocker": Source("flocker", _storage_system),
    "persistentVolumeClaim": Source("persistentVolumeClaim"),
    "rbd": Source("rbd"),
    "cinder": Source("cinder", _secret_reference),
    "cephfs": Source("cephFS"),
    "quobyte": Source("quobyte", _storage_system),
    "downwardAPI": Source("downwarAPI", _downward_api),
    "fc": Source("fc", _storage_system),
    "flexVolume": Source("flexVolume", _storage_system),
    "configMap": Source("configMap", _keys),
    "azureFile": Source("azureFile"),
    "vsphereVolume": Source("vsphereVolume"),
    "photonPersistentDisk": Source("photonPersistentDisk"),
    "portworxVolume": Source("portworxVolume"),
    "azureDisk": Source("azureDisk", _storage_system),
    "storageos": Source("storageos", _secret_reference),
    "projected": Source("projected", _projected),
    "scaleIO": Source("scaleIO"),
    "csi": Source("csi", _csi),
    "ephemeral": Source("ephemeral", _claim_template),
    "image": Source("image", _image),
}
"""Every source in the order of the server: later ones are the superfluous ones."""
