ALTER TABLE "posts" RENAME COLUMN "writerId" TO "authorId";
DROP INDEX "public"."posts_state";
ALTER TABLE "posts" DROP COLUMN "title";
ALTER TABLE "posts" ADD "title" varchar(100);
ALTER TABLE "posts" DROP COLUMN "state";
DROP TYPE "public"."posts_state_enum";
