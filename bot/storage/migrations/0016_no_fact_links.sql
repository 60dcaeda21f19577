-- A topic's facts are found by the briefings that name it.
DROP TABLE fact_topic;
