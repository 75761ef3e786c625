"""drive_page.py - the page in a browser, as a person would use it.

usage: drive_page.py REPORT.html RUNS-FOLDER RESULT.json [PART...]

RESULT.json: what `lab run --json` wrote of the same runs. PART: opens, verdicts, ...; all of them unless said.

Says "  ok" or "  FAIL" of each thing that was tried; exit status 1 where one failed, 77 where there is no browser.
"""

import glob
import json
import os
import shutil
import subprocess
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
    times, clock, drawn = [], [], []
    for _ in range(5):
        b.cdp("Performance.enable", timeDomain="threadTicks")  # the processor's time: the machine may be busy
        open_page(b)
        metrics = {m["name"]: m["value"] for m in b.cdp("Performance.getMetrics")["metrics"]}
        times.append(metrics["TaskDuration"])
        b.cdp("Performance.disable")
        clock.append(b.run("return performance.getEntriesByName('ready')[0].startTime") / 1000)
        drawn.append(b.run("return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0") / 1000)
    print(f"        of {os.path.getsize(report) // 1000} KB; at best {min(filter(None, drawn), default=0):.2f} s until something is seen, {min(clock):.2f} s until all is "
          f"ready, {min(times):.2f} s of processor time (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors)")
    check("asks for nothing else", b.run("return performance.getEntriesByType('resource').length") == 0)
    quiet(b, "opening")


def case_of(c):
    if not c["shown"]:
        return "not shown"
    return f"{c['case']} {c['part']}/{c['parts']}" if "part" in c else c["case"] + (" rarely" if c.get("rare") else "")


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
            f"{c['id']} {case_of(c)}" for c in result["claims"]]
    wrong = [name for name in set(expected) | set(on_page) if expected.get(name) != on_page.get(name)]
    check(f"{len(expected)} verdicts are those of result.json", not wrong, wrong[:5])
    check("and those of the index", sorted(index) == sorted(v[0] for v in expected.values()))
    controls = b.run("""return Object.fromEntries([...document.querySelectorAll('section.scenario')].map((s) =>
        [s.querySelector('h2 .name').textContent, [...s.querySelectorAll('.controls li')].map((li) => li.textContent.includes(', as it must'))]))""")
    wrong = [name for name, result in results().items() if "hostile" not in name and
             controls.get(name) != [c["as_it_must"] for c in result["controls"]]]
    check("and what is said of the controls", not wrong, wrong[:5])
    with open(result_file, encoding="utf-8") as file:
        claims = {claim["id"]: claim["verdict"] for claim in json.load(file)["claims"]}
    table = {key[len("claim/"):]: status for key, status in b.run(
        "return [...document.querySelectorAll('tr[data-status]')].map((row) => [row.id, row.querySelector('.verdict').textContent])")}
    wrong = [(key, verdict, table.get(key)) for key, verdict in claims.items() if table.get(key) != verdict]
    check(f"{len(claims)} verdicts on claims are those of lab run --json", claims and not wrong, wrong[:5])
    wrong = [key for key, status in table.items() if key not in claims and status not in ("no scenario yet", "not played", "undecided")]
    check("and no other claim has one", not wrong, wrong[:5])
    buttons = b.run("return [...document.querySelectorAll('.filter button')].map((button) => button.textContent)")
    counted = sorted(f"{list(table.values()).count(status)} {status}" for status in set(table.values()))
    check("and are counted", sorted(buttons) == counted, buttons)


# ---- the table of claims ----


def visible_rows(b):
    return b.run("""return [...document.querySelectorAll('tr[data-status]')].filter((row) => row.offsetParent)
        .map((row) => [row.id, row.dataset.status, plain(row.textContent + ' ' + row.dataset.words)])""")


def filters(b):
    open_page(b)
    all_rows = b.run("return [...document.querySelectorAll('tr[data-status]')].map((row) => row.dataset.status)")
    rows = visible_rows(b)
    silent = ("untried", "unplayed")
    check("claims without a scenario that was played are not shown at first",
          all(s not in silent for _, s, _ in rows) and rows)
    for status in sorted(set(all_rows)):
        before = len(visible_rows(b))
        b.click(f".filter button[data-status={status}]")
        now = visible_rows(b)
        hidden = status not in silent
        check(f"the button '{status}' {'hides' if hidden else 'shows'} its claims",
              abs(len(now) - before) == all_rows.count(status) and (not any(s == status for _, s, _ in now)) == hidden)
        b.click(f".filter button[data-status={status}]")
    b.type("#search", "rst time_wait")
    found = visible_rows(b)
    check("search finds what has all words", found and all(" rst" in t and " time wait" in t for _, _, t in found), len(found))
    said = b.run("return document.getElementById('found').textContent")
    check("and says how many", said.startswith(f"{len(found)} of {len(all_rows)} "), said)
    b.run("search.value = 'nothing says this'; search.dispatchEvent(new Event('input'))")
    check("nothing found, nothing shown", not visible_rows(b))
    check("and it says what nothing says", "No claim says" in b.run("return document.getElementById('best').textContent"))
    for words, row in (("Broken pipe", "crash-question-write-after-crash"), ("connection reset by peer", "linger-zero-discards-receive-buffer"),
                       ("so-linger time-wait", "linger-zero-skips-time-wait")):
        b.run(f"search.value = '{words}'; search.dispatchEvent(new Event('input'))")
        check(f"search finds '{words}'", any(row in id for id, _, _ in visible_rows(b)), [id for id, _, _ in visible_rows(b)][:5])
    best = b.run("return document.getElementById('best').textContent")
    check("and gives the answer in one line", "linger-zero-skips-time-wait" in best, best)
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
          all(word in said for word in ("sequence number", "RST ACK", "0000", "line 16", "linger-zero-sends-rst")), said[:200])
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

    def told():
        """All that can be read, seen or heard of, and the address and the name of the window."""
        return b.run("""const texts = [location.href.replace(/^.*#/, ''), document.title];
            for (const e of document.querySelectorAll('body, body *')) {
                if (getComputedStyle(e).visibility !== 'visible' || !e.getClientRects().length || /^(SCRIPT|STYLE)$/.test(e.tagName))
                    continue;
                texts.push(...[...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent));
                texts.push(...['aria-label', 'title', 'href'].map((name) => e.getAttribute(name) || ''));
            }
            return texts.join(' ')""")

    title = b.run("return document.querySelector('.scenario.open .title').textContent")
    b.press("p")
    check("p: the presentation begins with nothing", shown() == 0, shown())
    said = told()
    check("and says what is started", "linger/02" in said and "start client --linger 0" in said, said[:300])
    rst = b.run("return document.querySelector('.presentation a.reset').dataset.n")
    while b.run("return view.item") < int(rst) - 1:
        bad = [word for word in (title, "abort", "RST", "-rst", "R.", "ECONNRESET") if word in told()]
        if bad:
            check("nothing tells the outcome before it is shown", False, (b.run("return view.item"), bad))
        b.press("Right")
    check("up to the RST nothing has told of it", "R." not in told())
    b.press("Right")
    check("then it is there", "R. 6:6(0)" in told())
    b.press("End")
    check("the title comes at the end", title in told())
    b.press("Home")
    check("and goes again", title not in told())
    check("large", b.run("return parseFloat(document.querySelector('.presentation svg:not(.heads)').getAttribute('font-size'))") >= 16)
    seen = []
    for key in ("Right", "Down", " ", "PageDown", "Left", "Up"):
        b.press(key)
        seen.append(shown())
    check("keys go on and back, one event at a time", seen == [1, 2, 3, 4, 3, 2], seen)
    below = b.run("""const until = Number(document.querySelector('#until rect').getAttribute('height'));
        const later = [...document.querySelectorAll('.presentation .state:not(.later) rect, .presentation .bar:not(.later) rect')];
        return [until, document.querySelector('.presentation svg:not(.heads)').getAttribute('height'), later.length]""")
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
    open_page(b, "linger/02?present")
    check("and one that does not tell the name", b.run("return location.hash") == "#linger/02?present" and shown() == 0)
    failing = b.run("""return [...sections.keys()].map((id) => [id, scenarioOf(id).run(0)])
        .filter(([, run]) => run && !run.unread).flatMap(([id, run]) => run.items.filter((i) => i.part === ENTERED && i.failed && i.exit && i.exit.n > i.n + 1)
            .map((i) => [id, i.n, i.exit.n]))[0] || null""")
    if failing:
        place, entered, returned = failing
        colour = """return [...document.querySelectorAll(`.presentation [data-n="${arguments[0]}"] :is(rect:not(.target), text.call)`)]
            .map((e) => getComputedStyle(e).fill).filter((c) => c === getComputedStyle(document.querySelector('.probe')).color).length"""
        open_page(b, f"{place}/{entered}?present")
        b.run("document.body.append(html('i', { class: 'probe error' }))")
        before = b.run(colour, entered)
        for _ in range(returned - entered):
            b.press("Right")
        check("a call that will fail looks like any other while it lasts", before == 0 and b.run(colour, entered) > 0, (failing, before))
    else:
        check("there is a call that fails later", False)
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
    check("a scenario prints", data.startswith(b"%PDF") and len(data) > 20000, len(data))
    check("and is as before then", b.run("return document.querySelectorAll('.slice, .whole').length") == 0)
    if not shutil.which("pdftotext"):
        return

    def printed():
        b.pdf(path)
        said = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
        return "".join(said.split())  # lines are broken anywhere

    said = printed()
    claims = b.run("return view.scenario.claims.map((claim) => claim.id)")
    check("with its ladder, its claims and its script", all(word in said for word in [*claims, "F.1", "[2", "labs/linger/09", "Controls"]), said[:600])
    check("and without what only a screen can use", not any(word in said for word in ("truetime", "Howtoreadit", "previous")))
    open_page(b)
    rows, said = visible_rows(b), printed()
    missing = [key for key, _, _ in rows if key[len("claim/"):] not in said]
    check("the front prints every claim that it shows", not missing, missing[:5])
    check("as a table", "EvidenceSource" in said and "Topic" not in said)


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
        short = b.run("""return [...document.querySelectorAll('section.scenario')].filter((s) => {
            const lines = [...s.querySelectorAll('ol.steps li')].map((li) => li.textContent);
            return !lines.length || !lines.some((text) => /socket\\(|exits|dies|start /.test(text));
        }).map((s) => s.id)""")
        check("of every scenario, calls as well", not short, short[:5])
        order = b.run("""return [...document.querySelectorAll('ol.steps')].filter((ol) => {
            const times = [...ol.querySelectorAll('li')].map((li) => parseFloat(li.textContent));
            return times.some((t, i) => i && t < times[i - 1] - 0.001);
        }).length""")
        check("in order of time", order == 0, order)
        check("and it says so", "Without JavaScript" in b.run("return document.querySelector('#claims').textContent"))
        bad = b.run("""return [...document.querySelectorAll('.voice a')].map((a) => a.getAttribute('href').slice(1))
            .filter((id) => !document.getElementById(id))""")
        check("and evidence leads to them", not bad, bad[:5])


def main():
    with Browser() as b:
        for part in (opens, verdicts, filters, links, ladders, details, presents, fits, prints, hostile):
            if wanted and part.__name__ not in wanted:
                continue
            b.resize(1280, 800)
            try:
                part(b)
            except (BrowserError, OSError) as error:
                check(part.__name__, False, error)
    if not wanted or "without_script" in wanted:
        without_script()
    print(f"{checks} checks, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    if not find_browser():
        print("no chromium with chromedriver")
        sys.exit(77)
    report, runs, result_file, wanted = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]
    page = "file://" + report
    sys.exit(main())
