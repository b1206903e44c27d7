import networkx as nx

def centrality(edges):
    graph = nx.Graph(edges)
    return nx.betweenness_centrality(graph)
