"""Posts of the bot's own accord, once and on time.

The pure part, which knows no storage, no Discord and no clock (instants are handed in):

    schedule.Schedule   when a post is wanted, as a frozen value
    when                due instants, the next runs, what is due or missed, the rule in words
    decide.decide       schedule, ledger rows and the present instant → what to do, with reasons
    at_once             the same for what people follow and are told of at once
"""
