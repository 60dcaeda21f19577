"""A timeline as a picture: an answer in, PNG bytes and an alt text out.

`sketch` says what is drawn, `alt` tells the same in sentences, `layout` gives every label its own
place, `painting` fills the places in, `gallery` keeps what was painted. Nothing here knows a front
or a library's file.
"""
