import networkx as nx
def communities(edges):
    graph = nx.Graph()
    graph.add_edges_from(edges)
    return [sorted(c) for c in nx.community.greedy_modularity_communities(graph)]
