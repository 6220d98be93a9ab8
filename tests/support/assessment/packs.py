"""Builders for mission packs."""

from __future__ import annotations

from assessor.assessment.assessment import Assessment
from assessor.assessment.mission.mission_start_packs import begin_mission, open_pack, write_pack
from assessor.parcel.keys.age_sealing import create_headquarters_key, headquarters_keys
from assessor.registry.trust.trust_roster import trust_key
from assessor.store.write.mission import Mission
from tests.support.assessment.laptops import laptop, small_form


class Office:
    """Headquarters: an identity, an age key, a registry."""

    def __init__(self, tmp_path):
        self.laptop = laptop(tmp_path, "Headquarters")
        self.identity = self.laptop.identity()
        self.public = create_headquarters_key(self.identity.home)
        self.registry = Mission.create(self.laptop.folder / "hq.registry", role="registry")
        self.folder, self.source = tmp_path, small_form(tmp_path)

    @property
    def keys(self):
        return headquarters_keys(self.identity.home)

    def trust(self, *people):
        for each in people:
            trust_key(self.registry, each.identity().public.hex(), each.name)

    def pack(self, name="a", **wishes):
        path = self.folder / f"{name}.pack"
        wishes.setdefault("registry", self.registry)
        write_pack(path, self.source, self.identity, [self.public], now=self.laptop.clock, **wishes)
        return open_pack(path)


def start(who, pack, **wishes) -> Assessment:
    return begin_mission(who.mission, pack, identity=who.identity(), now=who.clock, **wishes)
