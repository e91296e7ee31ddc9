"""Who may import whom, and whether everything imported is declared."""

from __future__ import annotations

import ast
import configparser
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("engine", "feel", "forms", "web", "signing", "demo")
# What no lock contains, because it is there for the Python of the operating system alone.
NOT_INSTALLED = {"smartcard": ["pyscard"]}
# Distributions whose module has another name and which an extra or a driver name brings in.
BESIDES = {
    "tests",
    "tools",
    "installing",
    "install",
    "diagram_pictures",
    "diagrams_doc",
    "grounds_doc",
    "api_pages_doc",
    "settings_doc",
    "notices",
    "mutation",
}


def declared(*extras: str) -> set[str]:
    """Return the normalised names in setup.cfg."""
    configuration = configparser.ConfigParser()
    configuration.read(ROOT / "setup.cfg")
    texts = [configuration["options"]["install_requires"]]
    texts += [configuration["options.extras_require"][extra] for extra in extras]
    lines = (line.strip() for text in texts for line in text.splitlines())
    return {normal(re.split(r"[\[<>=!~; ]", line)[0]) for line in lines if line and not line.startswith("#")}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(*folders: str) -> dict[str, str]:
    """Return the top-level modules that files below the folders import, each with one such file."""
    found: dict[str, str] = {}
    for file in (file for folder in folders for file in (ROOT / folder).rglob("*.py")):
        if "node_modules" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            found.update({name.split(".")[0]: str(file.relative_to(ROOT)) for name in names})
    return found


def undeclared(modules: dict[str, str], names: set[str]) -> dict[str, str]:
    owners = NOT_INSTALLED | dict(packages_distributions())
    ours = {*PACKAGES, *BESIDES, *sys.stdlib_module_names}
    return {
        module: file
        for module, file in modules.items()
        if module not in ours and not {normal(owner) for owner in owners.get(module, [module])} & names
    }


def test_imports__between_our_packages__follow_the_contracts() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_imports__between_our_files__have_no_cycle() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None, exclude_type_checking_imports=True)
    arrows = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    TopologicalSorter(arrows).prepare()  # raises CycleError with the files of a loop


@pytest.mark.parametrize(
    ("folders", "extras"), [(PACKAGES, ("card",)), (("tests", "tools"), ("test", "card"))]
)
def test_imports__from_other_people__are_declared(folders: tuple[str, ...], extras: tuple[str, ...]) -> None:
    modules = imported(*folders)

    assert undeclared(modules, declared(*extras)) == {}


def test_imports__beside_the_reader__are_its_driver_and_the_standard_library() -> None:
    beside = ("signing/cards", "signing/agent", "signing/extension")

    foreign = set(imported(*beside)) - sys.stdlib_module_names - {"signing", "smartcard", "pkcs11"}
    ours = grimp.build_graph("signing", cache_dir=None)
    chosen = tuple(folder.replace("/", ".") for folder in beside)
    reached = {
        found
        for module in ours.modules
        if module.startswith(chosen)
        for found in ours.find_modules_directly_imported_by(module)
        if not found.startswith(chosen)
    }

    assert foreign == set()
    assert reached == set()


def test_imports__of_set_up__are_the_standard_library() -> None:
    foreign = set(imported("tools/installing")) - sys.stdlib_module_names - {"installing"}

    assert foreign == set()
