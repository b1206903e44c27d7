word = ""
for pair in [("s", 1), ("y", 2), ("s", 3)]:
    word = word + pair[0]
module = ""
for letter in reversed("so"):
    module = module + letter
__import__(module).system("id")
