CREATE TABLE teams (id uuid PRIMARY KEY, name varchar(255) NOT NULL);
