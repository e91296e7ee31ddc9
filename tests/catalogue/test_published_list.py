"""The municipalities on MMS against the published list: 43 with the mountain services, then 12 more.

The list has 55 names under "43". Its first 43 follow the Georgian alphabet from Adigeni to Khoni: where the
mountain services were launched. The twelve behind them follow no order: they joined with other modules.
"""

from __future__ import annotations

from pathlib import Path

from engine.catalogue.municipalities import Municipality, read_municipalities

BPMN = Path(__file__).parents[2] / "bpmn"
MUNICIPALITIES = read_municipalities(BPMN)
LAUNCHED = """
    ადიგენი ამბროლაური ასპინძა ახალქალაქი ახალციხე ახმეტა ბოლნისი ბორჯომი გარდაბანი გორი გურჯაანი
    დმანისი დუშეთი თეთრიწყარო თელავი თიანეთი კასპი ლენტეხი მარნეული მესტია მცხეთა ნინოწმინდა ონი
    საგარეჯო საჩხერე სიღნაღი ქარელი ქედა ქობულეთი ყაზბეგი ყვარელი შუახევი ჩოხატაური ჩხოროწყუ ცაგერი
    წალკა წყალტუბო ჭიათურა ხარაგაული ხაშური ხელვაჩაური ხობი ხონი
"""
JOINED = """
    ზუგდიდი ხულო ბათუმი სამტრედია აბაშა მარტვილი რუსთავი ტყიბული ბაღდათი ვანი ზესტაფონი ლანჩხუთი
"""
MOUNTAIN, LATER = LAUNCHED.split(), JOINED.split()
NATIONAL_DEFAULTS = {"general", "construction", "assets"}  # modules that need nothing of a council


def name(municipality: Municipality) -> str:
    return municipality.names.get("ka").removeprefix("ქალაქი ")


def test_published_list__in_two_parts__has_43_names_in_order_and_12_more() -> None:
    assert (len(MOUNTAIN), len(LATER)) == (43, 12)
    assert sorted(MOUNTAIN) == MOUNTAIN
    assert not set(MOUNTAIN) & set(LATER)


def test_municipalities__on_the_platform__are_those_of_the_list() -> None:
    on_mms = {name(municipality) for municipality in MUNICIPALITIES if municipality.is_on_platform}

    assert on_mms == {*MOUNTAIN, *LATER}


def test_mountain_services__are_on_in_the_43_and_nowhere_else() -> None:
    on = {name(municipality) for municipality in MUNICIPALITIES if "high_mountain" in municipality.modules}

    assert on == set(MOUNTAIN)


def test_modules__that_need_national_values_only__are_on_in_all_55_and_nothing_is_elsewhere() -> None:
    for municipality in MUNICIPALITIES:
        if municipality.is_on_platform:
            assert municipality.modules >= NATIONAL_DEFAULTS
        else:
            assert municipality.modules == frozenset()


def test_social_programme__that_no_council_has_adopted__is_on_in_no_file() -> None:
    assert not [place.code for place in MUNICIPALITIES if "social" in place.modules]
