def view(request):
    name = request.form["step"]
    return locals()[name]()
