-- AlterTable
ALTER TABLE "versions" ALTER COLUMN "definition" SET DATA TYPE JSON;
