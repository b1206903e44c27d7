def connect(host, password="Adm1n!2024"):
    return (host, password)
