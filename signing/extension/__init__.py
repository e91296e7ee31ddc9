"""The browser's extension: it carries what a page asks to the card program, and says which page it was."""
