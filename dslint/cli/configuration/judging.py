"""The options for each file of a run: the command line, and the configuration nearest to the file."""

from __future__ import annotations

import os
from collections.abc import Mapping

from dslint.cli.configuration.finding import Finder, Found, top_of
from dslint.cli.exits import UsageError
from dslint.cli.fail_level import selection_of, versions_asked
from dslint.cli.lint_call import LintCall
from dslint.cli.outputs.stderr import note
from dslint.kubernetes.versions import NEWEST
from dslint.linter.options import Options
from dslint.linter.rule import Rule
from dslint.linter.rulebook import policy_rules, rules
from dslint.linter.selection import Profile
from dslint.values.finding import OwnRule
from dslint.values.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dslint.cli.fail_level import Call
    from dslint.linter.config.values import Config, Setting
    from dslint.planner.inventory.inventory import Inventory
    from dslint.planner.session import Version


class Loaded(NamedTuple):
    """A configuration, the top of its repository, and the rules of its rule folders."""

    config: Config
    top: str
    own_rules: tuple[Rule, ...]


class Judging:
    """The options for each file. Raises UsageError for errors in a configuration.

    With `inside`, no configuration outside of that folder is looked for.
    """

    def __init__(self, call: Call, inside: str = "") -> None:
        self._call = call
        self._finder = Finder(inside)
        self._loaded: dict[Found, Loaded] = {}
        self._noted: set[str] = set()
        self._named_rules = _rules_of(call.rules)
        self._named = self._load_named(call.config) if call.config is not None else None
        self.base = Options(
            self.versions(_upgrade_of(call) or call.kubernetes or NEWEST),
            selection_of(call, self._known_rules()),
            only=call.only,
            own_rules=self._named_rules,
            upgrade=isinstance(call, LintCall) and call.upgrade is not None,
            rules=(*policy_rules(), *self._named_rules) if self._named_rules else None,
        )

    def versions(self, written: str, *, typed: bool = True) -> tuple[str, ...]:
        """The versions a text names; one that is not known, and not typed, is the nearest, and said once."""
        asked = versions_asked(written, typed=typed)
        if asked.note:
            self.say(asked.note)
        return asked.versions

    def versions_for(self, inventory: Inventory) -> Version:
        """Return the versions for planning: typed, configured for the run, or those of the nodes."""
        from dslint.cli.inputs.versions import version_for

        typed = _upgrade_of(self._call) or self._call.kubernetes
        return version_for(self.version, inventory, typed=typed is not None, say=self.say)

    def say(self, words: str) -> None:
        """Print a note on standard error, once per run."""
        if words not in self._noted:
            self._noted.add(words)
            note(words)

    def assume(self, versions: tuple[str, ...]) -> None:
        """Set the versions to use if no option and no configuration gives one."""
        self.base = self.base._replace(versions=versions)

    def _known_rules(self) -> Mapping[str, Rule] | None:
        """Return the rules that options may name; nothing is loaded without such options."""
        call = self._call
        if not (call.select or call.extend_select or call.ignore):
            return None
        return self._book(self._named if self._named is not None else self.config_of_folder("."))

    def options_for(self, path: str | None) -> Options:
        """Return the options for a file; no path means standard input without a name."""
        loaded = self.config_for(path)
        if loaded is None:
            return self.base
        return self._with(loaded, path if path is not None else os.path.join(os.getcwd(), "stdin.yaml"))

    def config_for(self, path: str | None) -> Loaded | None:
        """Return the configuration for a file, or None."""
        if self._call.isolated:
            return None
        if self._named is not None:
            return self._named
        found = self._finder.of_folder(os.path.dirname(path) if path is not None else ".")
        return self._load(found) if found is not None else None

    def config_of_folder(self, folder: str) -> Loaded | None:
        """Return the configuration for files in a folder, or None."""
        return self.config_for(os.path.join(folder, "any.yaml"))

    def is_excluded(self, path: str) -> bool:
        """Whether the configuration of a file excludes it."""
        loaded = self.config_for(path)
        setting = loaded.config.layer.get("exclude") if loaded is not None else None
        if loaded is None or setting is None:
            return False
        from dslint.linter.config.paths import matches

        return any(
            matches(tuple(globs), folder, path)
            for folder, globs in _by_folder(loaded.config, setting).items()
        )

    @property
    def loaded(self) -> tuple[Loaded, ...]:
        """Return every configuration that this run has read."""
        return (*self._loaded.values(), *((self._named,) if self._named is not None else ()))

    @property
    def profile(self) -> Profile:
        """Return the profile of the run as a whole."""
        loaded = self.config_of_folder(".")
        setting = loaded.config.layer.get("profile") if loaded is not None else None
        return setting.value if setting is not None else "recommended"

    @property
    def own_rules(self) -> tuple[OwnRule, ...]:
        """Return the rules of all rule folders that this run has read."""
        found = [*self._named_rules, *(rule for each in self.loaded for rule in each.own_rules)]
        named = {rule.id: OwnRule(rule.id, rule.severity, rule.summary) for rule in found}
        return tuple(named[name] for name in sorted(named))

    def paths_of(self, key: str, folder: str = ".") -> tuple[str, ...]:
        """Return the files and folders under a key in the configuration of a folder, by default the run's."""
        loaded = self.config_of_folder(folder)
        setting = loaded.config.layer.get(key) if loaded is not None else None
        if loaded is None or setting is None:
            return ()
        from dslint.cli.configuration.loading import existing, shown

        written = [setting.value] if isinstance(setting.value, str) else setting.value
        return tuple(
            shown(existing(path, loaded.config.folders[place.file], loaded.top, f"{place}: {key}"))
            for path, place in zip(written, setting.places, strict=False)
        )

    @property
    def version(self) -> str | None:
        """Return the version that is typed, or configured for the run."""
        return self.version_in(".")

    def version_in(self, folder: str) -> str | None:
        """Return the version that is typed, or configured for a folder."""
        typed = _upgrade_of(self._call) or self._call.kubernetes
        if typed is not None:
            return typed
        loaded = self.config_of_folder(folder)
        setting = loaded.config.layer.get("kubernetes") if loaded is not None else None
        return setting.value if setting is not None else None

    def _with(self, loaded: Loaded, path: str) -> Options:
        from dslint.linter.config.apply import Asked, layer_for, tuning_for

        call, config = self._call, loaded.config
        own = (*self._named_rules, *loaded.own_rules)
        asked = Asked(call.profile, call.select, call.extend_select, call.ignore)
        layer = layer_for(config, path)
        version = call.upgrade or call.kubernetes
        if version is None and "kubernetes" in layer:
            version = layer["kubernetes"].value
        return self.base._replace(
            versions=self.versions(version, typed=version in (call.kubernetes, call.upgrade))
            if version
            else self.base.versions,
            own_rules=own,
            tuning_of=tuning_for(config, path, (*policy_rules(), *own), asked),
            require_reasons=bool("require-reasons" in layer and layer["require-reasons"].value),
        )

    def _load(self, found: Found) -> Loaded:
        if found not in self._loaded:
            from dslint.cli.configuration.loading import load

            self._loaded[found] = self._checked(load(found), found.top)
        return self._loaded[found]

    def _load_named(self, path: str) -> Loaded:
        from dslint.cli.configuration.loading import load_named

        return self._checked(load_named(path), top_of(os.path.dirname(os.path.abspath(path))))

    def _checked(self, config: Config, top: str) -> Loaded:
        from dslint.cli.configuration.loading import existing
        from dslint.linter.config.checking import rule_faults
        from dslint.linter.config.user_files import fault_lines

        setting = config.layer.get("rule-dirs")
        folders = [
            existing(written, config.folders[place.file], top, f"{place}: rule-dirs")
            for written, place in zip(setting.value, setting.places, strict=False)
        ] if setting is not None else []  # fmt: skip
        loaded = Loaded(config, top, _rules_of(tuple(folders), inside=top))
        words = fault_lines(rule_faults(config, self._book(loaded)))
        if words:
            raise UsageError(words)
        return loaded

    def _book(self, loaded: Loaded | None) -> Mapping[str, Rule]:
        own = (*self._named_rules, *(loaded.own_rules if loaded is not None else ()))
        return {**rules(), **{rule.id: rule for rule in own}} if own else rules()


def _upgrade_of(call: Call) -> str | None:
    """Return the range of `--upgrade`. Raises UsageError for a single version."""
    if call.upgrade is not None and ".." not in call.upgrade:
        raise UsageError(f"--upgrade takes the versions before and after: --upgrade {call.upgrade}..{NEWEST}")
    return call.upgrade


def _by_folder(config: Config, setting: Setting) -> dict[str, list[str]]:
    """Group a list of globs by the folder of the file that contains them."""
    result: dict[str, list[str]] = {}
    for glob, place in zip(setting.value, setting.places, strict=False):
        result.setdefault(config.folders[place.file], []).append(glob)
    return result


def _rules_of(folders: tuple[str, ...], inside: str | None = None) -> tuple[Rule, ...]:
    if not folders:
        return ()
    from dslint.cli.configuration.rule_folders import own_rules

    return own_rules(folders, inside)


def default_version(call: Call, judging: Judging, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the versions of the run: typed, configured for the first path, or assumed."""
    if call.upgrade is not None:
        return judging.base.versions
    if call.kubernetes is not None:
        return judging.versions(call.kubernetes)
    first = next(iter(paths), ".")
    folder = first if os.path.isdir(first) else os.path.dirname(first)
    loaded = judging.config_of_folder(folder or ".")
    setting = loaded.config.layer.get("kubernetes") if loaded is not None else None
    return judging.base.versions if setting is None else judging.versions(setting.value, typed=False)
