import requests


def execute(identifier):
    answer = requests.get(f"https://rest.uniprot.org/uniprotkb/{identifier}.json", timeout=30)
    answer.raise_for_status()
    return answer.json()
