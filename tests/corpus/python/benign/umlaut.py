größe = 3
name = "Müller"
