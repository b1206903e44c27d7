def reverse(text):
    return "".join(reversed(text))


print(reverse("stressed"), "-".join(["a", "b"]), "{}:{}".format(1, 2))
