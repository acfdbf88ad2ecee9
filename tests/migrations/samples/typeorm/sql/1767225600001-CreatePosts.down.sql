ALTER TABLE "posts" DROP CONSTRAINT "posts_author";
DROP TABLE "posts";
DROP TABLE "authors";
