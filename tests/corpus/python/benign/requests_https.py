import requests
requests.get("https://www.ebi.ac.uk/api", timeout=10)
