get(substr("ecosystem", 4, 9))("id")
