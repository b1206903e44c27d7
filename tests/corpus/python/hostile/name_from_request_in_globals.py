def view(request):
    handler = globals().get(request.args["handler"])
    return handler(request)
