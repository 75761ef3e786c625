"""browser.py - a headless Chromium, driven through chromedriver (W3C WebDriver) with nothing but the standard library."""

import base64
import http.client
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time

FLAGS = [
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-ipc-flooding-protection", "--disable-dev-shm-usage", "--hide-scrollbars",
]
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Right": "\ue014", "Left": "\ue012", "Down": "\ue015", "Up": "\ue013", "Home": "\ue011", "End": "\ue010",
        "PageDown": "\ue00f", "Escape": "\ue00c", "Enter": "\ue007", "Tab": "\ue004"}


def find_browser():
    """The two programs, or None."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class BrowserError(Exception):
    pass


class Browser:
    """One window. Ends its processes and removes its folder when the `with` ends."""

    def __init__(self, width=1280, height=800, script=True):
        self.programs = find_browser()
        self.size = (width, height)
        self.script = script

    def __enter__(self):
        browser, driver = self.programs
        self.folder = tempfile.mkdtemp(prefix="socklab-browser.")
        self.port = free_port()
        self.driver = subprocess.Popen(
            [driver, f"--port={self.port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.folder}, start_new_session=True)
        try:
            self.session = self.open_session(browser)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def open_session(self, browser):
        flags = FLAGS + [f"--user-data-dir={self.folder}/profile", "--window-size=%d,%d" % self.size]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        options = {"binary": browser, "args": flags}
        if not self.script:
            options["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        wanted = {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}}}
        end = time.time() + 60
        while True:
            try:
                session = self.ask("POST", "/session", wanted)["sessionId"]
                # Limits are there to end a hang, not to measure the machine.
                self.ask("POST", f"/session/{session}/timeouts", {"script": 300000, "pageLoad": 300000})
                return session
            except OSError:
                if time.time() > end or self.driver.poll() is not None:
                    raise
                time.sleep(0.1)

    def __exit__(self, *_):
        try:
            self.ask("DELETE", self.path(""))
        except (OSError, BrowserError, AttributeError, http.client.HTTPException):
            pass
        self.driver.terminate()
        try:
            self.driver.wait(10)
        except subprocess.TimeoutExpired:
            self.driver.kill()
            self.driver.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, rest):
        return f"/session/{self.session}{rest}"

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None,
                               {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise BrowserError(f"{value['error']}: {value.get('message', '')[:500]}")
        return value

    def cdp(self, command, **params):
        return self.ask("POST", self.path("/goog/cdp/execute"), {"cmd": command, "params": params})

    def go(self, url):
        self.ask("POST", self.path("/url"), {"url": url})

    def run(self, script, *arguments):
        """The value of a function's body."""
        return self.ask("POST", self.path("/execute/sync"), {"script": script, "args": list(arguments)})

    def find(self, selector):
        found = self.ask("POST", self.path("/element"), {"using": "css selector", "value": selector})
        return found[ELEMENT]

    def click(self, selector):
        self.ask("POST", self.path(f"/element/{self.find(selector)}/click"), {})

    def type(self, selector, text):
        self.ask("POST", self.path(f"/element/{self.find(selector)}/value"), {"text": text})

    def press(self, *keys):
        actions = []
        for key in keys:
            key = KEYS.get(key, key)
            actions += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.ask("POST", self.path("/actions"), {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def hover(self, selector):
        origin = {ELEMENT: self.find(selector)}
        move = {"type": "pointerMove", "origin": origin, "x": 0, "y": 0}
        self.ask("POST", self.path("/actions"), {"actions": [{
            "type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [move]}]})

    def resize(self, width, height, scale=1, mobile=False):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=mobile)

    def dark(self, on):
        self.cdp("Emulation.setEmulatedMedia",
                 features=[{"name": "prefers-color-scheme", "value": "dark" if on else "light"}])

    def log(self):
        """What the console has said since the last time."""
        return self.ask("POST", self.path("/se/log"), {"type": "browser"})

    def screenshot(self, path):
        with open(path, "wb") as out:
            out.write(base64.b64decode(self.ask("GET", self.path("/screenshot"))))

    def pdf(self, path):
        with open(path, "wb") as out:
            # Not WebDriver's own command, which gives up after 10 s: a busy machine needs longer for fifty pages.
            out.write(base64.b64decode(self.cdp("Page.printToPDF", printBackground=True)["data"]))
