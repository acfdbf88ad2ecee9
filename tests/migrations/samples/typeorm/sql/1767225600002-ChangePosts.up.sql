CREATE TYPE "public"."posts_state_enum" AS ENUM('x');
ALTER TABLE "posts" ADD "state" "public"."posts_state_enum" NOT NULL DEFAULT 'x';
DROP INDEX "public"."posts_title";
ALTER TABLE "posts" DROP COLUMN "title";
ALTER TABLE "posts" ADD "title" text;
CREATE UNIQUE INDEX "posts_state" ON "posts"  ("state");
ALTER TABLE "posts" RENAME COLUMN "authorId" TO "writerId";
