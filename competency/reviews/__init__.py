"""Case reviews at three levels: the monthly draw, its calendar, reviews, forms and scores."""
