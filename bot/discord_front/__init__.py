"""The only package that imports discord. A command here is: read the arguments, one call, render,
send; what is shown comes from `bot.answers.outline`, as in the terminal."""
