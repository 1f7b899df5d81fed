"""Line items, as files about final grades need them."""

# Of a section that had none. Its scale is the course's.
FINAL_TITLE = "Final grade"
LEAST_SCORE, MOST_SCORE = 0, 100
