"""How fast, and in how much memory, a dossier with an SBOM is read."""

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import yaml
from peak import peak_bytes

from kakehashi.evidence import read_dossier
from kakehashi.terms.vocabulary import Vocabulary

SEED = 20261123
READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
LARGE = 58_000  # components of the largest SBOM that the targets speak of
MOST_MEMORY = 5.0  # times the file's size
PRODUCT = b"kakehashi: product/1\nname: Bench camera\nmade_up: true\nmodels: [KB-1]\n"
_KINDS = ("cargo", "npm", "pypi", "maven", "golang", "deb", "nuget")
_LICENCES = ("MIT", "Apache-2.0", "BSD-3-Clause", "MIT OR Apache-2.0", "ISC", "GPL-2.0-only")


def sbom(n_components: int, seed: int = SEED) -> bytes:
    """Return a made-up CycloneDX 1.5 SBOM as tools write it: about 600 bytes a component."""
    dice = random.Random(seed)
    components = [_component(dice, i) for i in range(n_components)]
    dependencies = [
        {
            "ref": component["bom-ref"],
            "dependsOn": [dice.choice(components)["bom-ref"] for _ in range(2)],
        }
        for component in components
    ]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {
            "timestamp": "2026-11-01T09:00:00Z",
            "component": {"type": "firmware", "name": "bench-camera", "version": "1.0"},
        },
        "components": components,
        "dependencies": dependencies,
    }
    return json.dumps(document, indent=1).encode()


def _component(dice: random.Random, i: int) -> dict[str, Any]:
    name = f"{''.join(dice.choices('abcdefghijklmnopqrstuvwxyz', k=dice.randint(3, 9)))}-{i}"
    version = f"{dice.randint(0, 9)}.{dice.randint(0, 30)}.{dice.randint(0, 99)}"
    kind = dice.choice(_KINDS)
    purl = {
        "npm": f"pkg:npm/%40{name[:3]}/{name}@{version}",
        "maven": f"pkg:maven/org.example.{name[:3]}/{name}@{version}?type=jar",
        "golang": f"pkg:golang/example.com/{name[:3]}/{name}@v{version}",
        "deb": f"pkg:deb/debian/{name}@{version}-1+deb12u1?arch=arm64&distro=debian-12",
    }.get(kind, f"pkg:{kind}/{name}@{version}")
    return {
        "type": "library",
        "bom-ref": f"{purl}#{i}",
        "name": name,
        "version": version,
        "purl": purl,
        "scope": "required",
        "hashes": [{"alg": "SHA-256", "content": f"{dice.getrandbits(256):064x}"}],
        "licenses": [{"expression": dice.choice(_LICENCES)}],
        "externalReferences": [{"type": "vcs", "url": f"https://git.example/{name}"}],
    }


def vocabulary() -> Vocabulary:
    """Return the shipped facts vocabulary."""
    file = Path(__file__).parents[1] / "src/kakehashi/reference/facts/product.yaml"
    return msgspec.convert(yaml.load(file.read_bytes(), yaml.CSafeLoader), Vocabulary)


def _p95_ms(call: Callable[[], object], n_runs: int) -> float:
    times = []
    for _ in range(n_runs):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _read_with_peer(data: bytes) -> object:
    from cyclonedx.model.bom import Bom

    return Bom.from_json(json.loads(data))  # type: ignore[attr-defined]


def grown_share(path: Path) -> float:
    """Return by how much reading `path` raises this process's peak memory, over its size."""
    facts = vocabulary()
    read_dossier({"product.yaml": PRODUCT, "a": sbom(10)}, vocabulary=facts, read_at=READ_AT)
    before = peak_bytes()
    files = {"product.yaml": PRODUCT, "bom.json": path.read_bytes()}
    read_dossier(files, vocabulary=facts, read_at=READ_AT)
    return (peak_bytes() - before) / path.stat().st_size


def _memory_share(data: bytes) -> float:
    """Measure in a process of its own: a peak never falls."""
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(
            [sys.executable, __file__, file.name], check=True, capture_output=True, text=True
        )
    return float(done.stdout)


def rows() -> list[dict[str, Any]]:
    """Return the rows of this part; the peer's in the same run as ours."""
    facts = vocabulary()
    small, large = sbom(1_000), sbom(LARGE)

    def read(data: bytes) -> object:
        files = {"product.yaml": PRODUCT, "bom.json": data}
        return read_dossier(files, vocabulary=facts, read_at=READ_AT)

    read(small)  # imports are not what is measured
    ours_ms = _p95_ms(lambda: read(small), 40)
    peer_ms = _p95_ms(lambda: _read_with_peer(small), 3)
    large_ms = _p95_ms(lambda: read(large), 7)
    memory = _memory_share(large)
    size = f"{len(large) / 2**20:.1f} MiB"
    return [
        _row(
            ("read_sbom_1000_p95", ours_ms, "ms"),
            target=50.0,
            peer=("cyclonedx-python-lib", peer_ms),
            note="the whole dossier of two files; the target is that of the whole answer",
        ),
        _row(("read_sbom_58000_p95", large_ms, "ms"), target=1_000.0, note=size),
        _row(
            ("read_sbom_58000_memory", memory, "x file size"),
            target=MOST_MEMORY,
            note="growth of peak resident memory, the file's own bytes included",
        ),
    ]


def _row(
    measured: tuple[str, float, str],
    *,
    target: float,
    note: str,
    peer: tuple[str, float] | None = None,
) -> dict[str, Any]:
    name, value, unit = measured
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "target": target,
        "peer": peer[0] if peer else None,
        "peer_value": round(peer[1], 3) if peer else None,
        "ratio": round(peer[1] / value, 1) if peer else None,
        "met": value <= target,
        "note": note,
    }


if __name__ == "__main__":
    print(grown_share(Path(sys.argv[1])))
