"""Volumes: their names, and what each is made from.

Source: ValidateVolumes and validateVolumeSource in pkg/apis/core/validation/validation.go. The
fields of each source are in `tables.VOLUME_SOURCES`; what crosses fields is here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dslint.kubernetes import names, quantity
from dslint.kubernetes.validation.building import (
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
    too_long,
)
from dslint.kubernetes.validation.claims import claim_template_problems
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.fields import check_fields, missing, shown
from dslint.kubernetes.validation.files import downward_file_problems, key_to_path_problems
from dslint.kubernetes.validation.formats import iscsi_name, steps_back
from dslint.kubernetes.validation.projected import projected_problems
from dslint.kubernetes.validation.tables import HOST_PATH_TYPE, LABEL, SECRET_REFERENCE, VOLUME_SOURCES
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Change, Problem, Related

Data = Mapping[str, Any]
Registered = dict[str, Data]
"""The volumes without a fault, by name: only these can be mounted."""

RULE = "volume-source"
LUN_LIMIT = 255
DRIVER_LIMIT = 63
ISCSI_LIMIT = 64
TENANT_LIMIT = 64


class Source(NamedTuple):
    """One kind of volume. `again` is what the server calls it when it comes second, `judge` what crosses fields."""

    again: str
    judge: Callable[[Data, FieldPath, Context], Iterator[Problem]] | None = None


def volume_problems(
    volumes: Sequence[Data], path: FieldPath, context: Context
) -> tuple[list[Problem], Registered]:
    """Judge the volumes at `path`; also give those that mounts can name."""
    problems: list[Problem] = []
    registered: Registered = {}
    places: dict[str, int] = {}
    for index, volume in enumerate(volumes):
        place = (*path, index)
        found = [*_source_problems(volume, place, context), *_name_problems(volume, place, path, places)]
        if found:
            problems += found
        else:
            registered[volume["name"]] = volume
            places[volume["name"]] = index
    return problems, registered


def _name_problems(
    volume: Data, place: FieldPath, path: FieldPath, places: Mapping[str, int]
) -> Iterator[Problem]:
    name = volume.get("name", "")
    here = (*place, "name")
    if not name:
        yield missing("volume-name", volume, here, "Give the volume a name; mounts refer to it.")
        return
    fault = LABEL(name, 0)
    if fault:
        yield invalid("volume-name", here, f"the volume name `{shown(name)}` {fault.says}")
    if name in places:
        yield duplicate(
            "volume-name",
            here,
            f"two volumes are named `{name}`",
            write="Give this volume another name, or remove it.",
            related=(Related((*path, places[name], "name"), f"the first volume named `{name}`"),),
        )


def _source_problems(volume: Data, place: FieldPath, context: Context) -> Iterator[Problem]:
    first = ""
    for name in [key for key in volume if key in SOURCES] if len(volume) <= 2 else SOURCES:  # noqa: PLR2004 - name and one source
        if name not in volume:
            continue
        source = SOURCES[name]
        if first:
            yield forbidden(
                RULE,
                (*place, name),
                f"a volume has one source, and this one already has `{first}`",
                field=field_text((*place, source.again)),
                anchor="key",
                write=f"Keep `{first}` or `{name}`; make a second volume for the other.",
                related=(Related((*place, first), "the first source", "key"),),
            )
        else:
            first = name
            yield from _content_problems(name, volume[name], place, context)
        if name == "iscsi":
            yield from _iscsi_name_problems(volume, place)


def _content_problems(name: str, content: Data, place: FieldPath, context: Context) -> Iterator[Problem]:
    path = (*place, name)
    fields = VOLUME_SOURCES.get(name)
    if fields is not None:
        server = (*place, "persistentDisk") if name == "gcePersistentDisk" else None
        yield from check_fields(content, fields, path, context.minor, server)
    judge = SOURCES[name].judge
    if judge is not None:
        yield from judge(content, path, context)


def _empty_dir(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    limit = content.get("sizeLimit")
    if limit is not None and quantity.nanos(limit) < 0:
        yield forbidden(RULE, (*path, "sizeLimit"), f"`sizeLimit: {shown(limit)}` is below zero")


def _host_path(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    written = content.get("path")
    if not written:
        yield missing(RULE, content, (*path, "path"), "Write the path on the node, such as /var/log.")
        return
    if steps_back(written):
        yield invalid(
            RULE,
            (*path, "path"),
            f"`path: {shown(written)}` must not contain '..'",
            write="Write the path without '..'.",
        )
    yield from check_fields(content, HOST_PATH_TYPE, path, context.minor)


def _keys(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    yield from key_to_path_problems(content.get("items") or (), (*path, "items"), context)


def _nfs(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    if not content.get("path"):
        yield invalid(RULE, (*path, "path"), "an NFS path must be absolute, beginning with '/'")


def _iscsi(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    asked = next((name for name in ("chapAuthDiscovery", "chapAuthSession") if content.get(name)), None)
    if asked and "secretRef" not in content:
        yield required(
            RULE,
            (*path, "secretRef"),
            f"`{asked}` needs a secret with the CHAP credentials, and `secretRef` is missing",
            write="Add secretRef with the name of the secret.",
            related=(Related((*path, asked), "asks for CHAP authentication", "key"),),
        )
    initiator = content.get("initiatorName")
    fault = iscsi_name(initiator) if initiator is not None else ""
    if fault:
        yield invalid(
            RULE,
            (*path, "initiatorName"),
            f"`initiatorName: {shown(initiator)}` {fault}",
            field=field_text((*path, "initiatorname")),
        )


def _iscsi_name_problems(volume: Data, place: FieldPath) -> Iterator[Problem]:
    content, name = volume["iscsi"], volume.get("name", "")
    portal = content.get("targetPortal", "")
    if "initiatorName" in content and _size(f"{name}:{portal}") > ISCSI_LIMIT:
        yield invalid(
            "volume-name",
            (*place, "name"),
            f"with `initiatorName`, the volume's name and `targetPortal` together are at most {ISCSI_LIMIT - 1}"
            " characters long",
            related=(Related((*place, "iscsi", "targetPortal"), "the portal"),),
        )


def _flocker(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    name = content.get("datasetName", "")
    if name and content.get("datasetUUID"):
        yield invalid(RULE, path, "`datasetName` and `datasetUUID` are both set", write="Keep one of them.")
    if not name and not content.get("datasetUUID"):
        yield required(RULE, path, "neither `datasetName` nor `datasetUUID` is set", write="Set one of them.")
    if "/" in name:
        yield invalid(RULE, (*path, "datasetName"), f"`datasetName: {shown(name)}` must not contain '/'")


def _secret_reference(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    if "secretRef" in content:
        yield from check_fields(content["secretRef"], SECRET_REFERENCE, (*path, "secretRef"), context.minor)


def _quobyte(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    registry, tenant = content.get("registry", ""), content.get("tenant", "")
    if not registry:
        yield missing(RULE, content, (*path, "registry"), "Write host:port, or several with commas between.")
    elif _size(tenant) > TENANT_LIMIT:
        yield required(
            RULE, (*path, "tenant"), f"`tenant: {shown(tenant)}` is longer than {TENANT_LIMIT} characters"
        )
    elif not all(map(_host_and_port, registry.split(","))):
        yield invalid(
            RULE,
            (*path, "registry"),
            f"`registry: {shown(registry)}` must be host:port, or several with commas between",
        )
    if not content.get("volume"):
        yield missing(RULE, content, (*path, "volume"))


def _host_and_port(text: str) -> bool:
    """Whether Go's net.SplitHostPort takes the text: one colon outside brackets, after the host."""
    host, colon, port = text.rpartition(":")
    if not colon:
        return False
    if host.startswith("["):
        return host.endswith("]") and not set("[]") & set(host[1:-1] + port)
    return not set(":[]") & set(host) and not set("[]") & set(port)


def _downward_api(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    for index, file in enumerate(content.get("items") or ()):
        yield from downward_file_problems(file, (*path, "items", index), path, context)


def _fc(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    targets, lun = content.get("targetWWNs"), content.get("lun")
    if not targets and not content.get("wwids"):
        yield required(
            RULE, (*path, "targetWWNs"), "neither `targetWWNs` nor `wwids` is set", write="Set one of them."
        )
    if not targets:
        return
    if content.get("wwids"):
        yield invalid(
            RULE,
            (*path, "targetWWNs"),
            "`targetWWNs` and `wwids` are both set",
            write="Keep one of them.",
            related=(Related((*path, "wwids"), "also set", "key"),),
        )
    if lun is None:
        yield missing(RULE, content, (*path, "lun"), "`targetWWNs` needs the number of the LUN.")
    elif not 0 <= lun <= LUN_LIMIT:
        yield invalid(
            RULE, (*path, "lun"), f"`lun: {lun}` is out of range: it must be between 0 and {LUN_LIMIT}"
        )


def _flex_volume(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    for key in content.get("options") or ():
        domain = "." + key.partition("/")[0].lower()
        if domain.endswith((".kubernetes.io", ".k8s.io")):
            yield invalid(
                RULE,
                (*path, "options", MapKey(key)),
                f"the option `{shown(key)}` is in a domain that Kubernetes keeps for itself",
                write="Use a domain of your own.",
                anchor="key",
            )


def _azure_disk(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    uri, kind = content.get("diskURI", ""), content.get("kind")
    if kind is None:
        return
    start = "/subscriptions/" if kind == "Managed" else "https://"
    if not uri.startswith(start):
        yield not_supported(
            RULE,
            (*path, "diskURI"),
            f"`diskURI: {shown(uri)}` does not fit `kind: {shown(kind)}`: it must begin with {start}",
            related=(Related((*path, "kind"), "the kind of the disk"),),
        )


def _csi(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    driver = content.get("driver", "")
    if not driver:
        yield missing(RULE, content, (*path, "driver"), "Name the CSI driver.")
    if driver or context.minor < 35:  # noqa: PLR2004 - since 1.35 an empty name is said once
        fault = names.dns_subdomain(driver.lower())
        if fault:
            yield invalid(RULE, (*path, "driver"), f"`driver: {shown(driver)}` {fault}")
    if _size(driver) > DRIVER_LIMIT:
        yield too_long(RULE, (*path, "driver"), f"`driver` is longer than {DRIVER_LIMIT} characters")
    if "nodePublishSecretRef" in content:
        yield from _csi_secret_problems(content["nodePublishSecretRef"], path)


def _csi_secret_problems(reference: Data, path: FieldPath) -> Iterator[Problem]:
    name, here = reference.get("name", ""), (*path, "nodePublishSecretRef", "name")
    if not name:
        yield missing(RULE, reference, here, "Name the secret.")
    elif fault := names.dns_subdomain(name):
        yield invalid(RULE, here, f"`name: {shown(name)}` {fault}", field=field_text((*path, "name")))


def _image(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    since_templates = 37
    if context.minor >= since_templates and not content.get("reference"):
        if not context.allowed.empty_image_reference:
            yield missing(
                RULE, content, (*path, "reference"), "Name the image, such as registry.example/data:1."
            )


def _size(text: str) -> int:
    return len(text.encode())


SOURCES: dict[str, Source] = {
    "emptyDir": Source("emptyDir", _empty_dir),
    "hostPath": Source("hostPath", _host_path),
    "gitRepo": Source("gitRepo"),
    "gcePersistentDisk": Source("gcePersistentDisk"),
    "awsElasticBlockStore": Source("awsElasticBlockStore"),
    "secret": Source("secret", _keys),
    "nfs": Source("nfs", _nfs),
    "iscsi": Source("iscsi", _iscsi),
    "glusterfs": Source("glusterfs"),
    "flocker": Source("flocker", _flocker),
    "persistentVolumeClaim": Source("persistentVolumeClaim"),
    "rbd": Source("rbd"),
    "cinder": Source("cinder", _secret_reference),
    "cephfs": Source("cephFS"),
    "quobyte": Source("quobyte", _quobyte),
    "downwardAPI": Source("downwarAPI", _downward_api),
    "fc": Source("fc", _fc),
    "flexVolume": Source("flexVolume", _flex_volume),
    "configMap": Source("configMap", _keys),
    "azureFile": Source("azureFile"),
    "vsphereVolume": Source("vsphereVolume"),
    "photonPersistentDisk": Source("photonPersistentDisk"),
    "portworxVolume": Source("portworxVolume"),
    "azureDisk": Source("azureDisk", _azure_disk),
    "storageos": Source("storageos", _secret_reference),
    "projected": Source("projected", projected_problems),
    "scaleIO": Source("scaleIO"),
    "csi": Source("csi", _csi),
    "ephemeral": Source("ephemeral", claim_template_problems),
    "image": Source("image", _image),
}
"""Every source in the order in which the server looks: what comes later is the one too many."""
