#!/usr/bin/python3
"""make.py: the sample workbook of `make demo`, customers.xlsx.

Some of its customers are new, some are those of `meibo shop demo --customers 60 --seed 1`. Every Command, every Tags
Command and every Address Command is there, several addresses, several tag steps, Japanese and Western names, and, at the
end, rows that must fail and one that must not be looked at. All of it is made up.
"""
import datetime

import openpyxl
from openpyxl.styles import Font

HEADER = [
    'Email', 'Command', 'First Name', 'Last Name', 'Phone', 'Language', 'Note', 'Tax Exempt', 'Tags', 'Tags Command',
    'Email Marketing: Status', 'Email Marketing: Level', 'Email Marketing: Updated At', 'Send Account Activation Email',
    'Address Command', 'Address Line 1', 'Address Line 2', 'Address City', 'Address Province', 'Address Country Code',
    'Address Zip', 'Address Company', 'Address Phone', 'Address Is Default', 'Metafield: custom.points [number_integer]',
    'Password', 'Frist Visit',
]
CONSENT = datetime.datetime(2024, 4, 1, 9, 30, 0)


def row(**cells):
    names = {h.replace(' ', '_').replace(':', '').replace('.', '_'): h for h in HEADER}
    names['Points'] = HEADER[24]
    unknown = set(cells) - set(names)
    assert not unknown, unknown
    by_header = {names[k]: v for k, v in cells.items()}
    return [by_header.get(h) for h in HEADER]


ROWS = [
    # New customers
    row(Email='sakura.aoyama@example.jp', Command='NEW', First_Name='さくら', Last_Name='青山', Phone='090-1234-5678', Language='ja',
        Note='毎月第一金曜日に来店。\n領収書は会社名で。', Tax_Exempt=False, Tags='VIP, 会員', Email_Marketing_Status='subscribed',
        Email_Marketing_Level='confirmed_opt_in', Email_Marketing_Updated_At=CONSENT, Address_Line_1='見本町1-2-3', Address_Line_2='青山ビル 4F',
        Address_City='千代田区', Address_Province='東京都', Address_Country_Code='JP', Address_Zip='100-0001', Address_Is_Default=True, Points=120),
    row(Email='sakura.aoyama@example.jp', Address_Line_1='例示台9-8-7', Address_City='横浜市', Address_Province='神奈川県',
        Address_Country_Code='JP', Address_Zip='220-0012', Address_Company='青山商店'),
    row(Email='sakura.aoyama@example.jp', Tags='紹介', Tags_Command='MERGE', Address_Line_1='Sample Avenue 12', Address_City='Portland',
        Address_Province='Oregon', Address_Country_Code='US', Address_Zip='06070'),
    row(Email='chloe.dubois@example.fr', First_Name='Chloé', Last_Name='Dubois', Phone='+33 1 99 00 12 34', Language='fr', Tax_Exempt=True,
        Tags='wholesale, net30', Address_Line_1='12 rue de l’Exemple', Address_City='Lyon', Address_Country_Code='FR', Address_Zip='69001'),
    row(Email='ken.only.name@example.com', Command='MERGE', First_Name='Ken', Tags='newsletter', Send_Account_Activation_Email=True),
    row(Phone='+81 80-9876-5432', First_Name='電話', Last_Name='番号のみ', Note='メールアドレスのない顧客', Address_Line_1='見本通り5',
        Address_City='札幌市', Address_Province='北海道', Address_Country_Code='JP', Address_Zip='060-0001'),
    # Customers that the shop has already
    row(Email='yumi.shimizu2@example.jp', Command='UPDATE', First_Name='由美', Last_Name='清水（旧姓 青木）', Language='ja', Tags='再来店', Tags_Command='MERGE',
        Note='お名前が変わりました'),
    row(Email='minato.takashima3@example.jp', Command='UPDATE', First_Name='湊', Last_Name='髙島', Language='ja', Tags='2024, 2025', Tags_Command='REPLACE'),
    row(Email='minato.takashima3@example.jp', Tags='2024', Tags_Command='DELETE'),
    row(Email='minato.takashima3@example.jp', Tags='確認済み', Tags_Command='MERGE'),
    row(Email='olivia.vandyke1@example.com', First_Name='Olivia', Last_Name='Van Dyke', Language='en', Email_Marketing_Status='unsubscribed',
        Address_Command='REPLACE', Address_Line_1='1 New Home Street', Address_City='Boston', Address_Province='Massachusetts',
        Address_Country_Code='US', Address_Zip='02108'),
    row(Email='ken.suzuki15@example.jp', Command='REPLACE', First_Name='ケン', Last_Name='鈴木', Language='ja', Tags='作り直し',
        Note='全部を新しくしました'),
    row(Email='yui.kimura17@example.jp', Command='DELETE'),
    row(Email='hanako.sasaki4@example.jp', Command='IGNORE', First_Name='検査しない', Phone='not even looked at'),
    # Rows that must fail, each for a reason of its own
    row(Email='not an address', First_Name='Wrong', Last_Name='Email'),
    row(Email='grace.mckay8@example.com', Command='NEW', First_Name='Grace', Last_Name='McKay'),
    row(Email='nobody.here@example.com', Command='UPDATE', First_Name='Nobody', Last_Name='Here'),
    row(Email='yui.sasaki7@example.jp', Command='DELETE'),
    row(Email='phone.rounded@example.com', First_Name='Excel', Last_Name='Rounded', Phone='8.19012E+11'),
    row(Email='maybe.exempt@example.com', First_Name='Maybe', Last_Name='Exempt', Tax_Exempt='maybe'),
    row(Email='typo.command@example.com', Command='UPDTE', First_Name='Typo', Last_Name='Command', Password='made-up-Passw0rd'),
]


def main():
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = datetime.datetime(2025, 1, 1)
    book.properties.creator = 'meibo sample'
    sheet = book.active
    sheet.title = '顧客'
    sheet.append(HEADER)
    for values in ROWS:
        sheet.append(values)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for cell in sheet['M'][1:]:
        cell.number_format = 'yyyy-mm-dd hh:mm:ss'
    sheet.freeze_panes = 'B2'
    book.save('customers.xlsx')


main()
