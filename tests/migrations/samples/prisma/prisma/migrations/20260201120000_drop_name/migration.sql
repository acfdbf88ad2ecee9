/*
  Warnings:

  - You are about to drop the column `name` on the `User` table.

*/
-- AlterTable
ALTER TABLE "User" DROP COLUMN "name";

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
