"""The figures behind the pictures that belong to one kind of scheme: octants, ladder, codes, clusters, a grid."""
