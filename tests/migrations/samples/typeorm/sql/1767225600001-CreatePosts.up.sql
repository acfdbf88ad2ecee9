CREATE TABLE "authors" ("id" SERIAL NOT NULL, CONSTRAINT "PK_d2ed02fabd9b52847ccb85e6b88" PRIMARY KEY ("id"));
CREATE TYPE "public"."posts_kind_enum" AS ENUM('a', 'b');
CREATE TABLE "posts" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "Kind" "public"."posts_kind_enum" NOT NULL, "title" varchar(100), "authorId" int, CONSTRAINT "PK_2829ac61eff60fcec60d7274b9e" PRIMARY KEY ("id"));
CREATE INDEX "posts_title" ON "posts"  ("title");
ALTER TABLE "posts" ADD CONSTRAINT "posts_author" FOREIGN KEY ("authorId") REFERENCES "authors"("id");
