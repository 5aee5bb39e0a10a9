-- AlterTable
ALTER TABLE "models" ADD COLUMN     "pinned" BOOLEAN NOT NULL DEFAULT false;

