-- AlterTable
ALTER TABLE "versions" ADD COLUMN     "files" JSONB NOT NULL DEFAULT '{}';

