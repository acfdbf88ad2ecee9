"""iCalendar files as freezes and as on-call calendars."""

from datetime import UTC
from pathlib import Path

import pytest

from deploylint.collect.calendar import collect_events
from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.errors import UserError
from deploylint.model.timespecs import IcsSpec
from deploylint.model.windows import OnCall, WindowAnswer, WindowRules
from deploylint.windows.judge import Question, judge
from tests.windows.policies import EVERY_DAY, ROMANCE, at, calendar, weekly, windows


def frozen(folder: Path, text: str, moment: str, **ics: str) -> WindowAnswer:
    """Return the answer about a moment where the events of a calendar are freezes."""
    (folder / "f.ics").write_text(text, "utf-8")
    rules = windows(
        timezone="Europe/Paris",
        default="recommended",
        freezes=[{"id": "f", "ics": {"file": "f.ics", **ics}}],
    )
    return answer(rules, folder, moment)


def answer(rules: WindowRules, folder: Path, moment: str) -> WindowAnswer:
    schedule = collect_schedule(rules, Circumstances(root=str(folder)), at(moment))
    question = Question(at=at(moment), calendars=schedule.calendars, on_call=OnCall.UNKNOWN)
    return judge(rules, question)


@pytest.mark.parametrize(
    ("event", "moment", "tier", "reopens"),
    [
        pytest.param(
            "DTSTART:20261201T100000Z\nDTEND:20261201T110000Z",
            "2026-12-01T10:00",
            "frozen",
            "12-01T11:00",
            id="utc",
        ),
        pytest.param(
            "DTSTART:20261201T100000\nDTEND:20261201T110000",
            "2026-12-01T09:00",
            "frozen",
            "12-01T10:00",
            id="floating-is-read-in-the-zone-of-the-policy",
        ),
        pytest.param(
            "DTSTART;TZID=Asia/Tokyo:20261201T100000\nDTEND;TZID=Europe/Paris:20261201T110000",
            "2026-12-01T01:00",
            "frozen",
            "12-01T10:00",
            id="two-zones",
        ),
        pytest.param(
            "DTSTART;TZID=/example.org/20260101/Asia/Tokyo:20261201T100000\nDURATION:PT1H",
            "2026-12-01T01:00",
            "frozen",
            "12-01T02:00",
            id="zone-with-a-globally-unique-name",
        ),
        pytest.param(
            "DTSTART;TZID=Romance Standard Time:20260701T100000\nDURATION:PT1H",
            "2026-07-01T08:00",
            "frozen",
            "07-01T09:00",
            id="zone-of-the-file-in-summer",
        ),
        pytest.param(
            "DTSTART;TZID=Romance Standard Time:20261201T100000\nDURATION:PT1H",
            "2026-12-01T09:00",
            "frozen",
            "12-01T10:00",
            id="zone-of-the-file-in-winter",
        ),
        pytest.param(
            "DTSTART;TZID=Romance Standard Time:20261025T023000\nDTEND;TZID=Romance Standard Time"
            ":20261025T024500",
            "2026-10-25T00:30",
            "frozen",
            "10-25T01:45",
            id="zone-of-the-file-in-the-repeated-hour",
        ),
        pytest.param(
            "DTSTART;TZID=Romance Standard Time:20260329T023000\nDURATION:PT1H",
            "2026-03-29T01:00",
            "frozen",
            "03-29T02:00",
            id="zone-of-the-file-in-the-gap",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261201",
            "2026-12-01T12:00",
            "frozen",
            "12-01T23:00",
            id="whole-day-that-ends-on-itself",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20261201\nDURATION:P2D",
            "2026-12-01T12:00",
            "frozen",
            "12-02T23:00",
            id="whole-days-by-duration",
        ),
        pytest.param(
            "DTSTART:20261201T100000Z",
            "2026-12-01T10:00",
            "recommended",
            "12-01T10:00",
            id="a-moment-takes-no-time",
        ),
        pytest.param(
            "DTSTART:20261201T100000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT",
            "2026-12-01T10:00",
            "recommended",
            "12-01T10:00",
            id="transparent",
        ),
        pytest.param(
            "DTSTART:20261201T100000Z\nDURATION:PT1H\nSTATUS:cancelled",
            "2026-12-01T10:00",
            "recommended",
            "12-01T10:00",
            id="cancelled",
        ),
        pytest.param(
            "DTSTART:20261201T100000Z\nDURATION:PT1H\nRDATE:20261203T100000Z,20261205T100000Z",
            "2026-12-05T10:00",
            "frozen",
            "12-05T11:00",
            id="further-dates",
        ),
        pytest.param(
            "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nEXDATE:20261202T100000Z",
            "2026-12-02T10:00",
            "recommended",
            "12-02T10:00",
            id="excluded-date",
        ),
        pytest.param(
            "DTSTART;TZID=Europe/Paris:20261201T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY\n"
            "EXDATE:20261202T090000Z",
            "2026-12-02T09:00",
            "recommended",
            "12-02T09:00",
            id="excluded-date-in-another-zone",
        ),
        pytest.param(
            "DTSTART;VALUE=DATE:20261201\nRRULE:FREQ=WEEKLY;UNTIL=20261208",
            "2026-12-08T12:00",
            "frozen",
            "12-08T23:00",
            id="whole-day-until-a-date",
        ),
        pytest.param(
            "DTSTART:20261201T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261202T100000",
            "2026-12-03T09:00",
            "recommended",
            "12-03T09:00",
            id="floating-until-is-over",
        ),
        pytest.param(
            "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=WE",
            "2026-12-01T10:00",
            "frozen",
            "12-01T11:00",
            id="a-start-that-does-not-match-counts",
        ),
        pytest.param(
            "DTSTART:20261201T100000Z\nDURATION:PT1H\nX-LONG:a\n b\n\tc",
            "2026-12-01T10:00",
            "frozen",
            "12-01T11:00",
            id="folded-lines",
        ),
        pytest.param(
            "BEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\nDTSTART:20261201T100000Z\nDURATION:PT1H",
            "2026-12-01T10:00",
            "frozen",
            "12-01T11:00",
            id="an-alarm-inside",
        ),
    ],
)
def test_event(tmp_path: Path, event: str, moment: str, tier: str, reopens: str) -> None:
    found = frozen(tmp_path, calendar(event, head=ROMANCE), moment)
    assert found.next_permitted is not None
    assert (found.tier, f"{found.next_permitted.astimezone(UTC):%m-%dT%H:%M}") == (tier, reopens)


SERIES = "DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"


def moved(lines: str) -> str:
    """Return a daily event and a changed occurrence of it."""
    text = calendar(SERIES, f"RECURRENCE-ID:20261202T100000Z\n{lines}")
    return text.replace("UID:1\n", "UID:0\n")


@pytest.mark.parametrize(
    ("text", "moment", "tier"),
    [
        pytest.param(
            moved("DTSTART:20261202T150000Z\nDURATION:PT1H"),
            "2026-12-02T10:00",
            "recommended",
            id="moved-away",
        ),
        pytest.param(
            moved("DTSTART:20261202T150000Z\nDURATION:PT1H"),
            "2026-12-02T15:00",
            "frozen",
            id="moved-to",
        ),
        pytest.param(
            moved("DTSTART:20261202T100000Z\nDURATION:PT3H"),
            "2026-12-02T12:00",
            "frozen",
            id="prolonged",
        ),
        pytest.param(
            moved("DTSTART:20261202T100000Z\nDURATION:PT1H\nSTATUS:CANCELLED"),
            "2026-12-02T10:00",
            "recommended",
            id="one-cancelled",
        ),
        pytest.param(
            moved("DTSTART:20261202T100000Z\nDURATION:PT1H\nSTATUS:CANCELLED"),
            "2026-12-03T10:00",
            "frozen",
            id="the-others-stay",
        ),
    ],
)
def test_changed_occurrence(tmp_path: Path, text: str, moment: str, tier: str) -> None:
    assert frozen(tmp_path, text, moment).tier == tier


@pytest.mark.parametrize(
    ("expression", "tier"),
    [
        pytest.param("(?i)FREEZE", "frozen", id="matches"),
        pytest.param("^freeze", "recommended", id="does-not-match"),
    ],
)
def test_only_events_whose_summary_matches_count(
    tmp_path: Path, expression: str, tier: str
) -> None:
    text = calendar("DTSTART:20261201T100000Z\nDURATION:PT1H")
    found = frozen(tmp_path, text, "2026-12-01T10:00", summary_matches=expression)
    assert found.tier == tier


def test_an_event_that_does_not_count_may_be_wrong(tmp_path: Path) -> None:
    text = calendar("DTSTART;TZID=Mars/Phobos:20261202T090000")
    found = frozen(tmp_path, text, "2026-12-01T10:00", summary_matches="holiday party")
    assert found.tier == "recommended"


def test_a_fold_may_split_a_character(tmp_path: Path) -> None:
    text = calendar("DTSTART:20261201T100000Z\nDURATION:PT1H").encode()
    data = text.replace(b"release freeze", "gel é".encode()[:5] + b"\r\n " + "é".encode()[1:])
    (tmp_path / "f.ics").write_bytes(b"\xef\xbb\xbf" + data)
    (event,) = collect_events(str(tmp_path), IcsSpec("f.ics"))
    assert event.summary == "gel é"


def test_a_missing_file_says_who_names_it(tmp_path: Path) -> None:
    rules = windows(freezes=[{"id": "f", "ics": {"file": "none.ics"}}])
    with pytest.raises(UserError) as caught:
        collect_schedule(rules, Circumstances(root=str(tmp_path)), at("2026-11-28T09:59"))
    assert str(caught.value).startswith("none.ics: does not exist")
    assert "the file is named by the freeze `f` at policy.yaml:1:" in str(caught.value)


@pytest.mark.parametrize(
    ("moment", "tier"),
    [
        pytest.param("2026-11-28T09:59", "never", id="before"),
        pytest.param("2026-11-28T10:00", "avoid", id="during"),
        pytest.param("2026-11-28T12:00", "never", id="after"),
    ],
)
def test_on_call_from_a_calendar(tmp_path: Path, moment: str, tier: str) -> None:
    shift = calendar("DTSTART:20261128T100000Z\nDTEND:20261128T120000Z")
    (tmp_path / "on-call.ics").write_text(shift, "utf-8")
    rules = windows(
        on_call={"from": "ics", "ics": {"file": "on-call.ics"}},
        rules=[{"id": "n", "tier": "never", "when": {"on_call": "absent"}, **weekly(EVERY_DAY)}],
    )
    assert answer(rules, tmp_path, moment).tier == tier
