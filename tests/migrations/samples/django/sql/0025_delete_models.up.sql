DROP TABLE "purchases" CASCADE;
