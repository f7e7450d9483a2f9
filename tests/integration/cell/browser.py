"""A person's browser without script: it reads pages, fills in forms and presses buttons."""

import re
from html import unescape
from html.parser import HTMLParser


class Page:
    """One answer: its status, its text, and the forms in it."""

    def __init__(self, status, path, html, headers):
        self.status = status
        self.path = path
        self.html = html
        self.headers = headers
        reader = _Reader()
        reader.feed(html)
        self.forms = reader.forms
        self.text = re.sub(r"\s+", " ", unescape(" ".join(reader.words))).replace("\u00ad", "")
        self.heading = re.sub(r"\s+", " ", " ".join(reader.heading)).strip().replace("\u00ad", "")

    def form(self, action, **having):
        """The form that posts there and has these buttons or fields."""
        for form in self.forms:
            fields = {**form["fields"], **{n: v for n, v, _ in form["buttons"] if n}}
            values = form["buttons"]
            if form["action"] == action and all(
                name in fields and (value is None or (name, value) in {b[:2] for b in values})
                for name, value in having.items()
            ):
                return form
        raise AssertionError(f"no form to {action} with {having} on {self.path}")

    def buttons(self, action):
        """The values of all buttons of forms to there."""
        return [b[1] for f in self.forms if f["action"] == action for b in f["buttons"]]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []
        self.words = []
        self.heading = []
        self._form = None
        self._area = None
        self._skip = 0
        self._in_heading = False

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        if tag == "form":
            self._form = {
                "method": held.get("method", "get"),
                "action": held.get("action", ""),
                "fields": {},
                "hidden": [],
                "boxes": [],
                "buttons": [],
            }
            self.forms.append(self._form)
        elif tag == "input" and self._form is not None:
            self._input(held)
        elif tag == "textarea" and self._form is not None:
            self._area = held["name"]
            self._form["fields"][self._area] = ""
        elif tag == "button" and self._form is not None:
            self._form["buttons"].append((held.get("name"), held.get("value"), held))
        elif tag in ("style", "script", "noscript"):
            self._skip += 1
        elif tag == "h1":
            self._in_heading = True

    def _input(self, held):
        if held.get("type") == "checkbox":
            self._form["boxes"].append((held["name"], held["value"], "checked" in held))
        elif held.get("name"):
            self._form["fields"][held["name"]] = held.get("value") or ""
            if held.get("type") == "hidden":
                self._form["hidden"].append((held["name"], held.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None
        elif tag in ("style", "script", "noscript"):
            self._skip -= 1
        elif tag == "h1":
            self._in_heading = False

    def handle_data(self, data):
        if self._area is not None and self._form is not None:
            self._form["fields"][self._area] += data
        if not self._skip:
            self.words.append(data)
            if self._in_heading:
                self.heading.append(data)


class Browser:
    """Keeps cookies, follows the way after a post, shows the page where it ends."""

    def __init__(self, client):
        self.client = client
        self.page = None

    async def open(self, path, **options):
        async with self.client.get(path, **options) as answer:
            await self._read(answer)
        return self.page

    async def post(self, path, fields, **options):
        """A bare post, as somebody who builds the request by hand."""
        async with self.client.post(path, data=fields, **options) as answer:
            await self._read(answer)
        return self.page

    async def press(self, action, *, tick=None, untick=(), fields=None, **having):
        """Press a button of a form of the page, with its hidden fields and ticks as they are."""
        form = self.page.form(action, **having)
        typed = fields or {}
        hidden = {name for name, _ in form["hidden"]}
        sent = [(name, typed.get(name, value)) for name, value in form["hidden"]]
        sent += [(n, typed.get(n, v)) for n, v in form["fields"].items() if n not in hidden]
        for name, value, checked in form["boxes"]:
            if (checked or value in (tick or ())) and value not in untick:
                sent.append((name, value))
        sent += [(name, value) for name, value in having.items() if value is not None]
        return await self.post(action, sent)

    async def _read(self, answer):
        html = await answer.text()
        self.page = Page(answer.status, answer.url.path, html, answer.headers)
