"""drive_page.py - the page in a browser, as a person would use it.

usage: drive_page.py REPORT.html RUNS-FOLDER

Says "  ok" or "  FAIL" of each thing that was tried; exit status 1 where one failed, 77 where there is no browser.
"""

import glob
import json
import os
import sys
import time

from browser import Browser, BrowserError, find_browser

checks = failures = 0


def check(name, good, said=""):
    global checks, failures
    checks += 1
    failures += not good
    print(f"  {'ok   ' if good else 'FAIL '} {name}" + (f": {said}" if said != "" and not good else ""), flush=True)


def open_page(b, place=""):
    """A fresh page, ready."""
    b.go("about:blank")
    b.go(f"{page}#{place}")
    end = time.time() + 60
    while not b.run("return document.documentElement.classList.contains('ready')"):
        if time.time() > end:
            raise BrowserError("the page was not ready in a minute")
        time.sleep(0.05)


def follow(b, place):
    """Within the page, as a link does."""
    b.run("location.hash = arguments[0]", place)
    b.run("return new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def quiet(b, what):
    """Nothing on the console since the last time."""
    said = [entry["message"] for entry in b.log()]
    check(f"{what}: nothing on the console", not said, said[:3])


def results():
    found = {}
    for path in sorted(glob.glob(os.path.join(runs, "*", "*", "result.json"))):
        with open(path, encoding="utf-8") as file:
            result = json.load(file)
        found[f"{result['lab']}/{result['name']}"] = result
    return found


# ---- opening ----


def opens(b):
    times = []
    for _ in range(5):
        b.cdp("Performance.enable", timeDomain="threadTicks")  # the processor's time: the machine may be busy
        open_page(b)
        metrics = {m["name"]: m["value"] for m in b.cdp("Performance.getMetrics")["metrics"]}
        times.append(metrics["TaskDuration"])
        b.cdp("Performance.disable")
    print(f"        opens in {min(times):.3f} s of processor time at best, {os.path.getsize(report) // 1000} KB")
    check("asks for nothing else", b.run("return performance.getEntriesByType('resource').length") == 0)
    quiet(b, "opening")


def verdicts(b):
    on_page = b.run("""return Object.fromEntries([...document.querySelectorAll('section.scenario')].map((s) => [
        s.querySelector('h2 .name').textContent, [s.querySelector('.outcome .verdict').textContent,
        ...[...s.querySelectorAll('.claims > li')].map((li) =>
            li.querySelector('.id').textContent + ' ' + li.querySelector('.verdict').textContent)]]))""")
    index = b.run("""return [...document.querySelectorAll('.lab li')].map((li) => li.querySelector('.verdict').textContent)""")
    expected = {}
    for name, result in results().items():
        shown = "".join(f"\\x{ord(c):02x}" if ord(c) < 32 else c for c in name)
        expected[shown] = [result["verdict"]] + [
            f"{c['id']} {c['verdict'] if c['settled'] else 'unsettled'}" for c in result["claims"]]
    wrong = [name for name in set(expected) | set(on_page) if expected.get(name) != on_page.get(name)]
    check(f"{len(expected)} verdicts are those of result.json", not wrong, wrong[:5])
    check("and those of the index", sorted(index) == sorted(v[0] for v in expected.values()))


# ---- the table of claims ----


def visible_rows(b):
    return b.run("""return [...document.querySelectorAll('tr[data-status]')].filter((row) => row.offsetParent)
        .map((row) => [row.id, row.dataset.status, row.textContent.toLowerCase()])""")


def filters(b):
    open_page(b)
    all_rows = b.run("return [...document.querySelectorAll('tr[data-status]')].map((row) => row.dataset.status)")
    rows = visible_rows(b)
    check("claims without a scenario are not shown at first", all(s != "untried" for _, s, _ in rows) and rows)
    for status in sorted(set(all_rows)):
        before = len(visible_rows(b))
        b.click(f".filter button[data-status={status}]")
        now = visible_rows(b)
        hidden = status != "untried"
        check(f"the button '{status}' {'hides' if hidden else 'shows'} its claims",
              abs(len(now) - before) == all_rows.count(status) and (not any(s == status for _, s, _ in now)) == hidden)
        b.click(f".filter button[data-status={status}]")
    b.type("#search", "rst time_wait")
    found = visible_rows(b)
    check("search finds what has all words", found and all("rst" in t and "time_wait" in t for _, _, t in found), len(found))
    said = b.run("return document.getElementById('found').textContent")
    check("and says how many", said.startswith(f"{len(found)} of {len(all_rows)} "), said)
    b.run("search.value = 'nothing says this'; search.dispatchEvent(new Event('input'))")
    check("nothing found, nothing shown", not visible_rows(b))
    b.run("search.value = ''; search.dispatchEvent(new Event('input'))")
    topic = b.run("return topics.options[1].value")
    b.run("topics.selectedIndex = 1; topics.dispatchEvent(new Event('change'))")
    heads = b.run("return [...document.querySelectorAll('tr.topic')].filter((t) => t.offsetParent).map((t) => t.textContent.trim())")
    check("one topic alone", heads in ([topic], []), heads)
    hidden = b.run("return [...document.querySelectorAll('tr[data-status]')].find((row) => !row.offsetParent).id")
    follow(b, hidden)
    check("a claim's link shows it whatever the filter says",
          b.run("const row = document.getElementById(arguments[0]); return Boolean(row.offsetParent) && row.classList.contains('here')", hidden))
    quiet(b, "the table")


# ---- links ----


def links(b):
    """Every link leads to something that is there: a section, a claim, or an item of a record."""
    open_page(b)
    bad = b.run("""
        const leads = (href) => {
            const path = href.slice(1).split('?')[0];
            if (path === '' || document.getElementById(path))
                return true;
            const parts = path.split('/'), section = document.getElementById(parts.slice(0, 2).join('/'));
            if (!section || !section.classList.contains('scenario'))
                return false;
            const control = /^control-/.test(parts[2]) ? Number(parts[2].slice(8)) : 0, n = Number(parts[parts.length - 1]);
            const run = scenarioOf(section.id).run(control);
            return Boolean(run) && n >= 1 && n <= run.items.length;
        };
        return [...document.querySelectorAll('a')].map((a) => a.getAttribute('href')).filter((h) => !h.startsWith('#') || !leads(h))""")
    count = b.run("return document.querySelectorAll('a').length")
    check(f"{count} links lead somewhere", not bad, bad[:5])
    for place in b.run("""return [...document.querySelectorAll('.voice a')].map((a) => a.getAttribute('href'))
            .filter((h) => /[/]\\d+$/.test(h)).filter((_, i, all) => i % Math.ceil(all.length / 25) === 0)"""):
        follow(b, place)
        here = b.run("return document.querySelectorAll('.scenario.open .ladder a.here').length")
        if here != 1 or not b.run("return Boolean(document.querySelector('.details.open h3'))"):
            check(f"{place} is lit, with its details", False, here)
    check("evidence is lit, with its details", True)
    quiet(b, "links")


# ---- ladders ----


def ladders(b):
    """All scenarios, alone and beside each control: each draws, and lists as many steps as it draws."""
    open_page(b)
    bad = []
    for place in b.run("return [...sections.keys()]"):
        bad += b.run("""
            const bad = [], scenario = scenarioOf(arguments[0]), text = (element) => element.outerHTML;
            const controls = scenario.controls.map((_, i) => i + 1).filter((k) => scenario.has(k));
            for (const flags of ['', '?time', '?all', ...controls.map((k) => `?beside-${k}`)]) {
                history.replaceState(null, '', `#${scenario.id}${flags}`);
                try {
                    follow();
                } catch (error) {
                    bad.push(`${scenario.id}${flags}: ${error.message}`);
                    continue;
                }
                const ladders = [...scenario.section.querySelectorAll('svg.ladder:not(.swatch)')];
                const lists = [...scenario.section.querySelectorAll('.steps ol')];
                const wrong = /.{60}(NaN|undefined|Infinity).{20}/.exec(ladders.map(text).join(''));
                if (ladders.length !== (flags.startsWith('?beside') ? 2 : 1))
                    bad.push(`${scenario.id}${flags}: ${ladders.length} ladders`);
                if (ladders.some((l, i) => l.querySelectorAll('a.item').length !== lists[i].querySelectorAll('li').length))
                    bad.push(`${scenario.id}${flags}: its list says something else`);
                if (wrong)
                    bad.push(`${scenario.id}${flags}: ${wrong[0]}`);
            }
            return bad""", place)
    check("every ladder draws, alone, by the clock and beside its controls", not bad, bad[:5])
    quiet(b, "ladders")


def details(b):
    open_page(b, "linger/02-rst")
    rst = b.run("return document.querySelector('.ladder a.reset').dataset.n")
    check("at first there is a legend", "How to read it" in b.run("return document.querySelector('.details').textContent"))
    b.hover(".ladder a.reset .said")
    said = b.run("return document.querySelector('.details').textContent")
    check("pointing at a segment shows its header, its bytes, its line and its claim",
          all(word in said for word in ("sequence number", "RST ACK", "0000", "line 15", "linger-zero-sends-rst")), said[:200])
    b.click(".ladder a.reset .said")
    check("a click keeps it, at its own address", b.run("return location.hash") == f"#linger/02-rst/{rst}")
    b.click('.ladder a.item[aria-label*="write(3"] text.call')
    said = b.run("return document.querySelector('.details .strace').textContent")
    with open(os.path.join(runs, "linger", "02-rst", "client.strace"), encoding="utf-8") as file:
        check("a click on a call shows strace's own line", said in file.read().split("\n"), said)
    b.press("Escape")
    check("Escape lets it go", b.run("return location.hash") == "#linger/02-rst")
    b.run("document.querySelector('.ladder a.item').focus()")
    b.press("Down", "Down", "Up", "End")
    last = b.run("return [...document.querySelectorAll('.ladder a.item')].pop().dataset.n")
    check("arrow keys go from step to step", b.run("return location.hash") == f"#linger/02-rst/{last}" and
          b.run("return document.activeElement.dataset.n") == last)
    height = b.run("return document.querySelector('svg.ladder').clientHeight")
    b.press("t")
    check("t: by the clock", b.run("return document.querySelector('svg.ladder').clientHeight") != height and
          "?time" in b.run("return location.hash"))
    b.press("c")
    marks = b.run("return [...document.querySelectorAll('.tag')].map((t) => t.textContent)")
    check("c: the control beside it, the first difference marked", marks == ["expected", "first difference"], marks)
    quiet(b, "details")


def presents(b):
    open_page(b, "linger/02-rst")
    steps = b.run("return document.querySelectorAll('.ladder a.item').length")

    def shown():
        return b.run("""return [...document.querySelectorAll('.presentation a.item')]
            .filter((e) => getComputedStyle(e).visibility === 'visible').length""")

    b.press("p")
    check("p: the presentation begins with nothing", shown() == 0, shown())
    check("large", b.run("return parseFloat(document.querySelector('.presentation svg').getAttribute('font-size'))") >= 16)
    seen = []
    for key in ("Right", "Down", " ", "PageDown", "Left", "Up"):
        b.press(key)
        seen.append(shown())
    check("keys go on and back, one event at a time", seen == [1, 2, 3, 4, 3, 2], seen)
    below = b.run("""const until = Number(document.querySelector('#until rect').getAttribute('height'));
        const later = [...document.querySelectorAll('.presentation .state:not(.later) rect, .presentation .bar:not(.later) rect')];
        return [until, document.querySelector('.presentation svg').getAttribute('height'), later.length]""")
    check("what runs down ends at what is shown", below[0] < float(below[1]) / 2, below)
    b.press("x", "Tab")
    check("other keys do nothing", shown() == 2)
    for _ in range(steps + 3):
        b.press("Right")
    check("to the end, and no further", shown() == steps, shown())
    check("the address is the last event's", b.run("return location.hash").endswith("?present"))
    b.press("Home")
    check("Home", shown() == 0)
    b.press("End")
    check("End", shown() == steps)
    b.click(".presentation [aria-label=Back]")
    check("a click goes back", shown() == steps - 1)
    b.resize(1000, 700)
    time.sleep(0.4)
    check("another size", shown() == steps - 1, shown())
    b.resize(1280, 800)
    time.sleep(0.4)
    b.press("Escape")
    check("Escape leaves", not b.run("return document.querySelectorAll('.presentation').length"))
    open_page(b, "linger/02-rst/9?present")
    check("a link into the presentation", 0 < shown() <= 9, shown())
    quiet(b, "presenting")


# ---- looks, and what must not happen ----


def fits(b):
    for width, height, mobile in ((1280, 800, False), (1920, 1080, False), (390, 844, True)):
        b.resize(width, height, 1, mobile)
        for place in ("", "linger/02-rst", "linger/09-linger-expires/7", "linger/35-three-clients?time", "linger/02-rst?beside-1"):
            open_page(b, place)
            wide = b.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            out = b.run("""return [...document.querySelectorAll('svg.ladder:not(.swatch)')].flatMap((l) => {
                const box = l.getBoundingClientRect();
                return [...l.querySelectorAll('text')].filter((t) => {
                    const b = t.getBoundingClientRect();
                    return b.width && (b.left < box.left - 2 || b.right > box.right + 2);
                }).map((t) => t.textContent);
            })""")
            if wide > 0 or out:
                check(f"{place or 'the front'} fits {width} pixels", False, f"{wide} too wide; cut off: {out[:3]}")
    b.resize(1280, 800)
    check("everything fits at 1280, 1920 and 390 pixels", True)
    for dark in (True, False):
        b.dark(dark)
        open_page(b, "linger/02-rst")
        paper, ink = b.run("""const s = getComputedStyle(document.body);
            return [s.backgroundColor, s.color].map((c) => c.match(/\\d+/g).slice(0, 3).reduce((a, n) => a + Number(n), 0))""")
        check("dark" if dark else "light", (paper < 150 < 550 < ink) if dark else (ink < 150 < 550 < paper), (paper, ink))
    quiet(b, "looks")


def prints(b):
    open_page(b, "linger/09-linger-expires")
    path = os.path.join(os.path.dirname(report), "print.pdf")
    b.pdf(path)
    with open(path, "rb") as file:
        data = file.read()
    check("prints", data.startswith(b"%PDF") and len(data) > 20000, len(data))
    check("and is as before then", b.run("return document.querySelectorAll('.slice, .whole').length") == 0)


def hostile(b):
    open_page(b)
    places = [p for p in b.run("return [...sections.keys()]") if p.startswith("hostile/")]
    check("the hostile scenarios are there", len(places) >= 1, places)
    for place in places:
        for flags in ("", "/3", "?present", "?time", "?beside-1"):
            open_page(b, place + flags)
            b.press("Right", "Right")
            b.run("document.querySelectorAll('.ladder a.item').forEach((a) => a.dispatchEvent(new PointerEvent('pointerover', { bubbles: true })))")
    open_page(b, places[0])
    check("nothing of it was run", b.run("return window.broken === undefined"))
    check("nothing of it became an element", b.run("return document.querySelectorAll('img, iframe, object, form, script').length") == 2,
          b.run("return [...document.querySelectorAll('img, iframe, object, form, script')].map((e) => e.outerHTML.slice(0, 80))"))
    text = b.run("return document.body.textContent")
    bad = [c for c in text if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E]
    check("no control character is on the page", not bad, [hex(ord(c)) for c in bad[:5]])
    check("it is shown as \\xNN", "\\x07 bell" in text and "\\x1b[31m red" in text)
    wide = b.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    check("its long lines are broken or cut", wide <= 0, wide)
    quiet(b, "hostile text")


def without_script():
    with Browser(script=False) as b:
        b.go(page)
        steps = b.run("return document.querySelectorAll('.scenario ol.steps li').length")
        check("without a script: the steps are there as lists", steps > 100, steps)
        first = b.run("return document.querySelector('.scenario ol.steps li').getBoundingClientRect().height")
        check("and can be seen", first > 0, first)
        bad = b.run("""return [...document.querySelectorAll('.voice a')].map((a) => a.getAttribute('href').slice(1))
            .filter((id) => !document.getElementById(id))""")
        check("and evidence leads to them", not bad, bad[:5])


def main():
    with Browser() as b:
        for part in (opens, verdicts, filters, links, ladders, details, presents, fits, prints, hostile):
            b.resize(1280, 800)
            try:
                part(b)
            except (BrowserError, OSError) as error:
                check(part.__name__, False, error)
    without_script()
    print(f"{checks} checks, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    if not find_browser():
        print("no chromium with chromedriver")
        sys.exit(77)
    report, runs = os.path.abspath(sys.argv[1]), sys.argv[2]
    page = "file://" + report
    sys.exit(main())
