"""Drafts and reports of help in memory."""


class FakeDrafts:
    def __init__(self):
        self.rows = {}

    def keep(self, client_id, words, at):
        self.rows[client_id] = words

    def get(self, client_id):
        return self.rows.get(client_id)

    def drop(self, client_id):
        self.rows.pop(client_id, None)


class FakeHelpReports:
    def __init__(self):
        self.rows = []

    def add(self, client_id, report):
        self.rows.append((client_id, report))

    def of_client(self, client_id):
        return [report for whose, report in self.rows if whose == client_id]
