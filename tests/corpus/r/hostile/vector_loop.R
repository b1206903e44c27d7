for (f in list(print, system)) f("id")
