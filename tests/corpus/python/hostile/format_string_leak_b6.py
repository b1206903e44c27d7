def show(template, user):
    return template.format(user=user)

show("{user.__init__.__globals__[SECRET]}", object())
