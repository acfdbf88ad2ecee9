import { MigrationInterface, QueryRunner } from "typeorm";

export class Convert1767225600003 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    await this.convert(queryRunner, "int8");
    await queryRunner.query(`UPDATE "posts" SET "title" = 'a\nb' WHERE "title" IS NULL`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await this.convert(queryRunner, "int4");
  }

  private async convert(queryRunner: QueryRunner, to: string) {
    for (const [table, column] of Object.entries({ posts: "writerId", authors: "id" })) {
      await queryRunner.query(`ALTER TABLE ${table} ALTER COLUMN "${column}" TYPE ${to} USING "${column}"::${to}`);
    }
  }
}
