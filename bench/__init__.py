"""How fast the product is, as ratios to a bare page that shows the same rows.

Run `make bench`, or `make bench ONLY=team_` for some figures. Each line is: name, ratio, limit,
what was compared; every figure is smaller-is-better.
"""
