"""Text saved from pages, forums, chats and mails, with comments in it: its shape tells what each line is.

From below, where no room asks one above it (pyproject.toml holds that):

- a line by itself: `dates`, `furniture` (a page's own words), `names`, `lines`;
- `quotes`: who is quoted; `page`: what became of each line;
- a line by those beside it: `neighbours`, `buttons`;
- layouts, each of which marks whose comments begin where: `records`, `chats`, `forums`, `notes`, `blocks`,
  `headings`, and `terse` for comments that look like the page's own words;
- `regions` asks these in turn where the comments begin; `titles` and `top` read what stands above them, `splitter` and
  `answers` what stands below;
- `article` makes a thread of it all.
"""
