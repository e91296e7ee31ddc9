"""Announcements: what offices announce, how people answer, and what came of it."""
