"""Text in, `Reading` out. Pure: no file, clock, database or network; no text raises here.

The steps, each a module with one public function; a step knows only those before it:

    page.open_pages   → Page: title, day, author, body without the furniture
    sentences.split   → Sentence
    times.find        → TimeExpression
    names.find        → Topic, Mention (with companies.Catalogue)
    quantities.find   → Quantity
    facts.rank        → Fact, the most telling first
    events.find       → Event
    summary.pick      → spans of whole sentences
    reading.read      → all of it
"""
